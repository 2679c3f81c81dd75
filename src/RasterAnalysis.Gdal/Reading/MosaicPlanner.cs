using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Describes several rasters as one: on the grid of one of them, over the extent of all.</summary>
/// <remarks>Thread-safe: each call opens the files for itself.</remarks>
internal static class MosaicPlanner
{
    private const double CornerTolerance = 1e-6;

    /// <summary>Describes the mosaic.</summary>
    /// <param name="members">Its rasters, the uppermost first.</param>
    /// <param name="extents">Receives where each of them lies, in the mosaic's coordinate system.</param>
    /// <returns>Coordinate system, cell size and pixel corners are those of the first raster that is north-up and has a coordinate system.</returns>
    /// <exception cref="RasterAccessException">A raster cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>uris</c>: the rasters do not go together; the text names the one that does not.</exception>
    public static RasterInfo Describe(IReadOnlyList<MosaicMember> members, out IReadOnlyList<Extent> extents)
    {
        var infos = members.Select(member => RasterDescriber.Describe(member.Path, member.IsTrusted)).ToArray();
        var first = infos.FirstOrDefault(info => info.Grid is { Wkt: not null, Transform.IsNorthUp: true }) ?? throw Refuse(
            members[0], "one of the rasters gives the mosaic its grid, but none is north-up and has a coordinate system");
        var wkt = first.Grid.Wkt!;
        var extent = first.Extent;
        var owns = new Extent[infos.Length];
        extents = owns;
        for (var i = 0; i < infos.Length; i++)
        {
            RequireAlike(members[i], infos[i], members[0], infos[0]);
            var own = owns[i] = ExtentOf(members[i], infos[i], wkt);
            extent = new Extent(
                Math.Min(extent.XMin, own.XMin), Math.Min(extent.YMin, own.YMin), Math.Max(extent.XMax, own.XMax), Math.Max(extent.YMax, own.YMax));
        }

        return first with
        {
            Driver = "Mosaic",
            Grid = Cover(first.Grid, extent),
            HasColorTable = infos.Any(info => info.HasColorTable),
            HasMask = infos.Any(info => info.HasMask),
            OverviewCount = 0,
            Bands = [.. first.Bands.Select(band => band with { Statistics = null })],
        };
    }

    /// <summary>Where a raster lies in another coordinate system.</summary>
    internal static Extent ExtentOf(MosaicMember member, RasterInfo info, string wkt)
    {
        if (info.ControlWkt is not null && !info.IsGeoreferenced)
        {
            return GridPlanner.Plan(info, member.Path, member.IsTrusted, new GridRequest()).ProcessingGrid is var grid
                && SpatialReferences.TransformExtent(grid.Transform.ExtentOf(grid.Size), grid.Wkt!, wkt) is { } controlled
                ? controlled
                : throw Refuse(member, "it cannot be projected to the first raster's coordinate system");
        }

        return info.Grid.Wkt is { } own && SpatialReferences.TransformExtent(info.Extent, own, wkt) is { } extent
            ? extent
            : throw Refuse(member, info.Grid.Wkt is null ? "it has no coordinate system" : "it cannot be projected to the first raster's coordinate system");
    }

    private static void RequireAlike(MosaicMember member, RasterInfo info, MosaicMember firstMember, RasterInfo first)
    {
        if (info.Bands.Count != first.Bands.Count)
        {
            throw Refuse(member, $"it has {info.Bands.Count} bands, but '{firstMember.Name}' has {first.Bands.Count}");
        }

        for (var i = 0; i < first.Bands.Count; i++)
        {
            if (info.Bands[i].PixelType != first.Bands[i].PixelType)
            {
                throw Refuse(member, $"its band {i + 1} is of type {info.Bands[i].PixelType}, but that of '{firstMember.Name}' is {first.Bands[i].PixelType}");
            }
        }
    }

    private static RasterGrid Cover(RasterGrid first, Extent extent)
    {
        var (left, top) = first.Transform.Invert(extent.XMin, extent.YMax);
        var (right, bottom) = first.Transform.Invert(extent.XMax, extent.YMin);
        var (column, row) = (Math.Floor(left + CornerTolerance), Math.Floor(top + CornerTolerance));
        var (width, height) = (Math.Ceiling(right - CornerTolerance) - column, Math.Ceiling(bottom - CornerTolerance) - row);
        if (width > int.MaxValue || height > int.MaxValue || width * height > WarpedGridPlanner.MaxPixels)
        {
            throw new InvalidRequestException("uris", $"The rasters lie so far apart that their mosaic would have {width:N0}×{height:N0} pixels; {WarpedGridPlanner.MaxPixels:N0} in all are the most.");
        }

        return first with { Size = new RasterSize((int)width, (int)height), Transform = first.Transform.Offset((int)column, (int)row) };
    }

    private static InvalidRequestException Refuse(MosaicMember member, string reason) =>
        new("uris", $"'{member.Name}' cannot be part of the mosaic: {reason}.");
}
