using System.Globalization;
using System.Text.Json;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>
/// Several rasters as one, and where each of them lies. What the first look at all of them has found lies in an index beside the mosaic's virtual raster, so that afterwards only those are opened
/// that an extent meets: ten thousand scenes cost a job what a hundred do.
/// </summary>
/// <remarks>One thread at a time. Whether the rasters are still as the index says is seen when they are taken.</remarks>
public sealed class Mosaic
{
    // in cells of the grid: what touches the border by rounding alone is taken
    private const double Margin = 2;

    private readonly IReadOnlyList<MosaicMember> _members;
    private readonly IReadOnlyList<Extent>? _extents;
    private readonly HashSet<int> _seen = [];

    // of rasters that were not opened: where they are said to lie
    private RasterFootprint?[] _footprints = [];

    private Mosaic(RasterInfo info, IReadOnlyList<MosaicMember> members, IReadOnlyList<Extent>? extents) => (Info, _members, _extents) = (info, members, extents);

    /// <summary>The rasters as one: on the grid of one of them, over the extent of all.</summary>
    public RasterInfo Info { get; }

    /// <summary>Opens a mosaic by its index; without one, or with that of other rasters, looks at all of them.</summary>
    /// <param name="path">The virtual raster, beside which the index lies.</param>
    /// <param name="members">The rasters, the uppermost first.</param>
    /// <exception cref="RasterAccessException">A raster cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>uris</c>: the rasters do not go together.</exception>
    public static Mosaic Open(string path, IReadOnlyList<MosaicMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var (raster, extents) = (members as MosaicIndex ?? MosaicIndex.TryRead(path)) is { } index ? (index.Raster, index.Extents) : FormerIndex(path);
        return raster is not null && extents?.Count == members.Count ? new Mosaic(raster, members, extents) : OpenBySaid(members) ?? Describe(members);
    }

    /// <summary>Looks at all rasters.</summary>
    /// <param name="members">The rasters, the uppermost first.</param>
    /// <exception cref="RasterAccessException">A raster cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>uris</c>: the rasters do not go together.</exception>
    public static Mosaic Describe(IReadOnlyList<MosaicMember> members) => new(MosaicPlanner.Describe(members, out _), members, null);

    /// <summary>Looks at all rasters, and writes the index.</summary>
    /// <param name="path">The virtual raster, beside which the index goes.</param>
    /// <param name="members">The rasters, the uppermost first.</param>
    /// <exception cref="RasterAccessException">A raster cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>uris</c>: the rasters do not go together.</exception>
    /// <exception cref="IOException">There is no room for the index.</exception>
    public static Mosaic WriteIndex(string path, IReadOnlyList<MosaicMember> members)
    {
        var info = MosaicPlanner.Describe(members, out var extents);
        MosaicIndex.Write(path, info, members, extents);
        return new Mosaic(info, members, extents);
    }

    /// <summary>
    /// The rasters that an output meets, the uppermost first; null where one of them is no longer as the index says, so that all have to be looked at anew (<see cref="Describe"/>).
    /// </summary>
    /// <param name="plan">The output's grid and window.</param>
    /// <param name="tiling">The tiles over the window, which read around it; null for the window alone.</param>
    /// <exception cref="RasterAccessException">A raster cannot be opened, or lies elsewhere than is said of it.</exception>
    /// <exception cref="InvalidRequestException">Field <c>uris</c>: the rasters do not go together.</exception>
    public IReadOnlyList<MosaicMember>? TryTake(GridPlan plan, TilingPlan? tiling)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (_extents is null)
        {
            return _members;
        }

        var grid = plan.ProcessingGrid.Crop(Read(plan.OutputWindow, tiling).Intersect(PixelWindow.Whole(plan.ProcessingGrid.Size)));
        var extent = grid.Transform.ExtentOf(grid.Size);
        var (width, height) = grid.Transform.CellSize;
        var isSame = SpatialReferences.IsSame(grid.Wkt, Info.Grid.Wkt);
        bool IsAway(Extent placed) => placed.XMax < extent.XMin - (Margin * width) || placed.XMin > extent.XMax + (Margin * width)
            || placed.YMax < extent.YMin - (Margin * height) || placed.YMin > extent.YMax + (Margin * height);
        bool IsMet(int number)
        {
            // a raster that cannot be placed in the grid is one that it may meet; of one that nobody has seen, both words must say that it does not
            var (slackX, slackY) = SlackOf(number);
            var known = _extents[number];
            known = new Extent(known.XMin - slackX, known.YMin - slackY, known.XMax + slackX, known.YMax + slackY);
            Extent? own = isSame ? known : grid.Wkt is { } wkt ? SpatialReferences.TransformExtent(known, Info.Grid.Wkt!, wkt) : null;
            return own is not { } placed || !IsAway(placed)
                || (FootprintOf(number)?.Degrees is { } degrees
                    && (grid.Wkt is null || SpatialReferences.TransformExtent(degrees, SpatialReferences.Wgs84, grid.Wkt) is not { } other || !IsAway(other)));
        }

        int[] numbers = [.. Enumerable.Range(0, _members.Count).Where(IsMet)];
        PendingStacks.Bring(numbers.Where(number => FootprintOf(number) is not null && !_seen.Contains(number)).Select(number => _members[number].Path));
        var taken = new List<MosaicMember>();
        foreach (var number in numbers)
        {
            var member = _members[number];
            if (!_seen.Contains(number) && !IsAsBefore(number, member))
            {
                return null;
            }

            _seen.Add(number);
            taken.Add(member);
        }

        return taken.Count > 0 ? taken : [_members[0]];
    }

    /// <summary>What tiles over a window read: their padding around it, and what the last ones have beyond it.</summary>
    private static PixelWindow Read(PixelWindow window, TilingPlan? tiling) => tiling is null ? window : new(
        window.ColumnOffset - tiling.Padding, window.RowOffset - tiling.Padding,
        ((window.Width + tiling.CoreWidth - 1) / tiling.CoreWidth * tiling.CoreWidth) + (2 * tiling.Padding),
        ((window.Height + tiling.CoreHeight - 1) / tiling.CoreHeight * tiling.CoreHeight) + (2 * tiling.Padding));

    private static Mosaic? OpenBySaid(IReadOnlyList<MosaicMember> members)
    {
        RasterFootprint?[] footprints = [.. members.Select(member => PendingStacks.FootprintOf(member.Path))];
        return Array.TrueForAll(footprints, footprint => footprint is null)
            ? null : new Mosaic(MosaicPlanner.Describe(members, footprints, out var extents), members, extents) { _footprints = footprints };
    }

    private RasterFootprint? FootprintOf(int number) => number < _footprints.Length ? _footprints[number] : null;

    /// <summary>By how much a raster that was not opened may lie elsewhere than is said: a cell, since some mean the middle of the first pixel by what should be its corner.</summary>
    private (double X, double Y) SlackOf(int number)
    {
        if (FootprintOf(number) is not { } footprint)
        {
            return (0, 0);
        }

        var (width, height) = Info.Grid.Transform.CellSize;
        var extent = _extents![number];
        return (Math.Max(width, footprint.Cell * extent.Width / footprint.Extent.Width), Math.Max(height, footprint.Cell * extent.Height / footprint.Extent.Height));
    }

    private bool IsAsBefore(int number, MosaicMember member)
    {
        // what was opened a moment ago is as it was
        if (_footprints.Length > 0 && FootprintOf(number) is null)
        {
            return true;
        }

        var info = RasterDescriber.Describe(member.Path, member.IsTrusted);
        var (extent, own) = (_extents![number], MosaicPlanner.ExtentOf(member, info, Info.Grid.Wkt!));
        if (FootprintOf(number) is null)
        {
            return info.Bands.Select(band => band.PixelType).SequenceEqual(Info.Bands.Select(band => band.PixelType)) && own == extent;
        }

        MosaicPlanner.RequireAlike(member, info, _members[0], Info);

        var (slackX, slackY) = SlackOf(number);
        var isThere = Math.Abs(own.XMin - extent.XMin) <= slackX && Math.Abs(own.XMax - extent.XMax) <= slackX
            && Math.Abs(own.YMin - extent.YMin) <= slackY && Math.Abs(own.YMax - extent.YMax) <= slackY;
        return isThere ? true : throw new RasterAccessException(
            $"The STAC item '{member.Name}' does not lie where it says: by proj:shape and proj:transform (or proj:bbox) its asset has the extent {Shown(extent)}, its file {Shown(own)}. "
            + "Correct the item, or leave these fields out of it.");
    }

    private static string Shown(Extent extent) => string.Create(CultureInfo.InvariantCulture, $"{extent.XMin:0.###}, {extent.YMin:0.###}, {extent.XMax:0.###}, {extent.YMax:0.###}");

    /// <summary>What earlier versions wrote: without the rasters, whom the service names then.</summary>
    private static (RasterInfo? Raster, IReadOnlyList<Extent>? Extents) FormerIndex(string path)
    {
        try
        {
            var former = Path.ChangeExtension(path, ".index.json");
            return File.Exists(former) && PlanJson.Read<Former>(File.ReadAllText(former)) is var (raster, extents) ? (raster, extents) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // it only saves time
            return default;
        }
    }

    private sealed record Former(RasterInfo Raster, IReadOnlyList<Extent> Extents);
}
