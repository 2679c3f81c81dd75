using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Transitions;

/// <summary>The matrix of transitions: the areas of the classes of a from-to raster, a row for each class of the earlier raster and a column for each of the later one.</summary>
/// <param name="Classes">The classes of its rows and columns.</param>
/// <param name="Cells">Row by row; null for a pair that is no class of its own in the raster.</param>
/// <param name="Rows">The sum of each row.</param>
/// <param name="Columns">The sum of each column.</param>
/// <param name="Changed">What has another class than before.</param>
/// <param name="Unchanged">What has the same one; null where it is left out.</param>
/// <param name="NoData">What has no pair.</param>
/// <param name="Method">How square metres were found; null where they are not known.</param>
/// <param name="Note">The same in a sentence.</param>
public sealed record TransitionMatrix(
    TransitionClasses Classes,
    IReadOnlyList<IReadOnlyList<TransitionArea?>> Cells,
    IReadOnlyList<TransitionArea> Rows,
    IReadOnlyList<TransitionArea> Columns,
    TransitionArea Changed,
    TransitionArea? Unchanged,
    TransitionArea NoData,
    AreaMethod? Method,
    string Note)
{
    /// <summary>All pairs together.</summary>
    public TransitionArea Total => Changed + (Unchanged ?? None(Changed));

    /// <summary>All cells together: without what is unchanged, where that has no cells.</summary>
    public TransitionArea OfPairs => Classes.Unchanged == UnchangedPixels.Keep ? Total : Changed;

    /// <summary>Makes it of the areas of a from-to raster.</summary>
    public static TransitionMatrix Of(TransitionClasses classes, ClassAreas areas)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(areas);
        var found = areas.Classes.ToDictionary(one => one.Value, one => new TransitionArea(one.Pixels, one.SquareMetres));
        var nothing = new TransitionArea(0, areas.NoDataSquareMetres is null ? null : 0);
        var (rows, columns) = (Enumerable.Repeat(nothing, classes.From.Count).ToArray(), Enumerable.Repeat(nothing, classes.To.Count).ToArray());
        var (changed, unchanged) = (nothing, found.GetValueOrDefault(TransitionClasses.MergedValue, nothing));
        var cells = new TransitionArea?[classes.From.Count][];
        for (var row = 0; row < rows.Length; row++)
        {
            cells[row] = new TransitionArea?[columns.Length];
            for (var column = 0; column < columns.Length; column++)
            {
                if (classes.ValueOf(row, column) is not (> TransitionClasses.MergedValue and var value))
                {
                    continue;
                }

                var area = found.GetValueOrDefault(value, nothing);
                cells[row][column] = area;
                rows[row] += area;
                columns[column] += area;
                if (classes.IsUnchanged(row, column))
                {
                    unchanged += area;
                }
                else
                {
                    changed += area;
                }
            }
        }

        return new TransitionMatrix(
            classes, cells, rows, columns, changed, classes.Unchanged == UnchangedPixels.LeaveOut ? null : unchanged,
            new TransitionArea(areas.NoDataPixels, areas.NoDataSquareMetres), areas.Method, areas.Note);
    }

    private static TransitionArea None(TransitionArea like) => new(0, like.SquareMetres is null ? null : 0);
}
