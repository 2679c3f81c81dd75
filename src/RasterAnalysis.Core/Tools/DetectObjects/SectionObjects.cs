using RasterAnalysis.Detection;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>
/// The objects of one section while its tiles come in. An object belongs to the tile in whose core its centre lies; one whose centre lies at most <see cref="Margin"/> pixels outside is noted
/// too, so that one which two tiles place on either side of their common edge is not lost. Where both have it, the suppression over the whole result leaves one.
/// </summary>
internal sealed class SectionObjects : ISectionSink
{
    /// <summary>Pixels by which the places of one object may differ between tiles.</summary>
    public const int Margin = 4;

    // of a pixel
    private const double Steps = 256;

    private readonly DetectionPlan _plan;
    private readonly PixelWindow _section;
    private readonly PixelWindow _output;
    private readonly WantedPixels _wanted;
    private readonly TileObjects _decoder;
    private readonly List<DetectedObject> _objects = [];
    private long _large;
    private long _notNumbers;
    private long _withoutMask;

    /// <summary>Prepares for a section.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="section">The section, in pixels of the processing grid.</param>
    /// <param name="decoder">Decodes what the network gives.</param>
    /// <param name="wanted">Pixels of the section that are wanted.</param>
    public SectionObjects(DetectionPlan plan, PixelWindow section, TileObjects decoder, WantedPixels wanted) =>
        (_plan, _section, _output, _decoder, _wanted) = (plan, section, plan.Grid.OutputWindow, decoder, wanted);

    /// <summary>The objects, in pixels of the processing grid.</summary>
    public IReadOnlyList<DetectedObject> Objects => _objects;

    /// <summary>What is known of them.</summary>
    public ObjectCounts Counts => new(_objects.Count, _large, _notNumbers, _withoutMask);

    /// <inheritdoc/>
    public bool IsWanted(PixelWindow part) => _wanted.HasAny(part);

    /// <inheritdoc/>
    public void LeaveOut(PixelWindow part)
    {
        // there is nothing to find
    }

    /// <inheritdoc/>
    public void Take(in TileScores scores)
    {
        var image = _decoder.Of(scores);
        (_notNumbers, _withoutMask) = (_notNumbers + image.NotNumbers, _withoutMask + image.WithoutMask);
        var (read, core) = (scores.Tile.ReadWindow, scores.Tile.CoreWindow.Expand(Margin).Intersect(_output));
        foreach (var found in image.Objects)
        {
            var (column, row) = ((int)Math.Floor(found.Box.CenterX), (int)Math.Floor(found.Box.CenterY));
            if (!core.Contains(new PixelWindow(column + read.ColumnOffset, row + read.RowOffset, 1, 1))
                || scores.Validity[(row * read.Width) + column] == 0 || !IsWanted(column + read.ColumnOffset, row + read.RowOffset))
            {
                continue;
            }

            var size = Math.Max(found.Box.Right - found.Box.Left, found.Box.Bottom - found.Box.Top);
            _large += size >= _plan.MaxObjectSize + 1 ? 1 : 0;
            _objects.Add((found with { Box = Rounded(found.Box) }).MovedBy(read.ColumnOffset, read.RowOffset));
        }
    }

    /// <summary>A network that says where objects are in parts of its tile says it a little otherwise in each tile.</summary>
    private static RotatedBox Rounded(RotatedBox box) =>
        new(Rounded(box.CenterX), Rounded(box.CenterY), Math.Max(Rounded(box.Width), 1 / Steps), Math.Max(Rounded(box.Height), 1 / Steps), box.Angle);

    private static double Rounded(double pixels) => Math.Round(pixels * Steps) / Steps;

    /// <summary>What lies beyond the section is not known of its mask, and is its neighbour's.</summary>
    private bool IsWanted(int column, int row) => _wanted.IsAll
        || (_section.Contains(new PixelWindow(column, row, 1, 1)) && _wanted.Has(row - _section.RowOffset, column - _section.ColumnOffset));
}
