using System.Text.Json;
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
        return raster is not null && extents?.Count == members.Count ? new Mosaic(raster, members, extents) : Describe(members);
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
    /// <exception cref="RasterAccessException">A raster cannot be opened.</exception>
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
        var taken = new List<MosaicMember>();
        foreach (var (number, member) in _members.Index())
        {
            // a raster that cannot be placed in the grid is one that it may meet
            Extent? own = isSame ? _extents[number] : grid.Wkt is { } wkt ? SpatialReferences.TransformExtent(_extents[number], Info.Grid.Wkt!, wkt) : null;
            if (own is { } placed && (placed.XMax < extent.XMin - (Margin * width) || placed.XMin > extent.XMax + (Margin * width)
                || placed.YMax < extent.YMin - (Margin * height) || placed.YMin > extent.YMax + (Margin * height)))
            {
                continue;
            }

            if (!_seen.Contains(number) && !IsAsBefore(member, _extents[number]))
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

    private bool IsAsBefore(MosaicMember member, Extent extent)
    {
        var info = RasterDescriber.Describe(member.Path, member.IsTrusted);
        return info.Bands.Select(band => band.PixelType).SequenceEqual(Info.Bands.Select(band => band.PixelType)) && MosaicPlanner.ExtentOf(member, info, Info.Grid.Wkt!) == extent;
    }

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
