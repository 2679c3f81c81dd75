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
    public static RasterInfo Describe(IReadOnlyList<MosaicMember> members, out IReadOnlyList<Extent> extents) =>
        Describe(members, new RasterFootprint?[members.Count], out extents);

    /// <summary>Describes the mosaic by what is said of some of its rasters, which are not opened.</summary>
    /// <param name="members">Its rasters, the uppermost first.</param>
    /// <param name="footprints">
    /// Where each is said to lie; null for those that are opened. Of one that is opened here in spite of it, because it gives the grid or cannot be placed, it becomes null.
    /// </param>
    /// <param name="extents">Receives where each of them lies, in the mosaic's coordinate system.</param>
    internal static RasterInfo Describe(IReadOnlyList<MosaicMember> members, RasterFootprint?[] footprints, out IReadOnlyList<Extent> extents)
    {
        var infos = new RasterInfo?[members.Count];
        RasterInfo? grid = null;
        for (var i = 0; i < infos.Length; i++)
        {
            if (grid is null || footprints[i] is null)
            {
                infos[i] = RasterDescriber.Describe(members[i].Path, members[i].IsTrusted);
                footprints[i] = null;
                grid ??= infos[i] is { Grid: { Wkt: not null, Transform.IsNorthUp: true } } found ? found : null;
            }
        }

        var first = grid ?? throw Refuse(members[0], "one of the rasters gives the mosaic its grid, but none is north-up and has a coordinate system");
        var wkt = first.Grid.Wkt!;
        var extent = first.Extent;
        var owns = new Extent[infos.Length];
        extents = owns;
        for (var i = 0; i < infos.Length; i++)
        {
            var said = footprints[i] is { } footprint ? ExtentOf(footprint, wkt) : null;
            if (said is null)
            {
                footprints[i] = null;
                RequireAlike(members[i], infos[i] ??= RasterDescriber.Describe(members[i].Path, members[i].IsTrusted), members[0], infos[0]!);
            }

            var own = owns[i] = said ?? ExtentOf(members[i], infos[i]!, wkt);
            extent = new Extent(
                Math.Min(extent.XMin, own.XMin), Math.Min(extent.YMin, own.YMin), Math.Max(extent.XMax, own.XMax), Math.Max(extent.YMax, own.YMax));
        }

        return first with
        {
            Driver = "Mosaic",
            Grid = Cover(first.Grid, extent),
            HasColorTable = infos.Any(info => info is { HasColorTable: true }),
            HasMask = infos.Any(info => info is { HasMask: true }),
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

    /// <summary>Where a raster is said to lie in another coordinate system; null where that cannot be told.</summary>
    internal static Extent? ExtentOf(RasterFootprint footprint, string wkt)
    {
        try
        {
            return SpatialReferences.TransformExtent(footprint.Extent, SpatialReferences.ToWkt(new SpatialReference(footprint.Wkid, null), ""), wkt);
        }
        catch (InvalidRequestException)
        {
            // nobody knows that id
            return null;
        }
    }

    internal static void RequireAlike(MosaicMember member, RasterInfo info, MosaicMember firstMember, RasterInfo first)
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
