using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Api.Items;

/// <summary>What of each class became what, between two classified rasters.</summary>
/// <param name="From">The earlier raster.</param>
/// <param name="To">The later raster.</param>
/// <param name="UnchangedPixels">
/// What became of pixels without a change: they kept their class, are one class, or were left out. Unless they kept it, the cells of the matrices that stand for no change are null.
/// </param>
/// <param name="MinimumConfidence">Per cent that both had to be sure by, where that was asked for.</param>
/// <param name="FromClasses">The rows of the matrices, with their sums.</param>
/// <param name="ToClasses">The columns of the matrices, with their sums.</param>
/// <param name="Values">The value that the pair has in the raster: a row for each class of the earlier one, a column for each of the later one.</param>
/// <param name="Pixels">Pixels of each pair.</param>
/// <param name="SquareMetres">Their areas on the ellipsoid; null where they are not known.</param>
/// <param name="Changed">What has another class than before.</param>
/// <param name="Unchanged">What has the same one; null where it was left out.</param>
/// <param name="NoData">What has no pair: no class in one of the two, or not sure enough; or no change, where that was left out.</param>
/// <param name="Method">How square metres were found, as of the areas.</param>
/// <param name="Note">The same in a sentence; where square metres are not known, why.</param>
internal sealed record TransitionsModel(
    TransitionItemModel From,
    TransitionItemModel To,
    [property: AllowedValues("keep", "merge", "leaveOut")] string UnchangedPixels,
    int? MinimumConfidence,
    IReadOnlyList<TransitionClassModel> FromClasses,
    IReadOnlyList<TransitionClassModel> ToClasses,
    IReadOnlyList<IReadOnlyList<long?>> Values,
    IReadOnlyList<IReadOnlyList<long?>> Pixels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<IReadOnlyList<double?>>? SquareMetres,
    TransitionAreaModel Changed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TransitionAreaModel? Unchanged,
    TransitionAreaModel NoData,
    [property: AllowedValues("zoneBetweenParallels", "arealScale"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Method,
    string Note)
{
    public static TransitionsModel Of(TransitionRecord record, TransitionMatrix matrix)
    {
        var classes = matrix.Classes;
        return new TransitionsModel(
            new TransitionItemModel(record.FromItem, record.FromTitle),
            new TransitionItemModel(record.ToItem, record.ToTitle),
            classes.Unchanged switch { Transitions.UnchangedPixels.Merge => "merge", Transitions.UnchangedPixels.LeaveOut => "leaveOut", _ => "keep" },
            record.Options.MinimumConfidence,
            [.. classes.From.Zip(matrix.Rows, (one, sum) => new TransitionClassModel(one.Value, one.Name, sum.Pixels, sum.SquareMetres))],
            [.. classes.To.Zip(matrix.Columns, (one, sum) => new TransitionClassModel(one.Value, one.Name, sum.Pixels, sum.SquareMetres))],
            [.. matrix.Cells.Select((row, from) => row.Select((_, to) => classes.ValueOf(from, to)).ToArray())],
            [.. matrix.Cells.Select(row => row.Select(cell => cell?.Pixels).ToArray())],
            matrix.Changed.SquareMetres is null ? null : [.. matrix.Cells.Select(row => row.Select(cell => cell?.SquareMetres).ToArray())],
            TransitionAreaModel.From(matrix.Changed),
            matrix.Unchanged is { } unchanged ? TransitionAreaModel.From(unchanged) : null,
            TransitionAreaModel.From(matrix.NoData),
            matrix.Method switch { AreaMethod.ZoneBetweenParallels => "zoneBetweenParallels", AreaMethod.ArealScale => "arealScale", _ => null },
            matrix.Note);
    }
}

/// <summary>One of the two classified rasters, which may be gone.</summary>
/// <param name="ItemId">Its id.</param>
/// <param name="Title">Its title when they were compared.</param>
internal sealed record TransitionItemModel(string ItemId, string Title);

/// <summary>A class of one of the two rasters.</summary>
/// <param name="Value">Pixel value in that raster.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Pixels">The sum of its row or column.</param>
/// <param name="SquareMetres">The same in square metres; null where they are not known.</param>
internal sealed record TransitionClassModel(
    long Value, string Name, long Pixels, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? SquareMetres);

/// <summary>How much of the from-to raster something has.</summary>
/// <param name="Pixels">Pixels.</param>
/// <param name="SquareMetres">Their area on the ellipsoid; null where it is not known.</param>
internal sealed record TransitionAreaModel(long Pixels, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? SquareMetres)
{
    public static TransitionAreaModel From(TransitionArea area) => new(area.Pixels, area.SquareMetres);
}
