using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.ImageServices;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Says what a raster file is, from its header alone.</summary>
/// <remarks>Thread-safe: each call opens the file for itself.</remarks>
public static class RasterDescriber
{
    // a sentence is no unit
    private const int MostUnitLength = 100;

    /// <summary>Opens a raster and describes it; no pixel is read.</summary>
    /// <remarks>
    /// Of a raster that is tied down by ground control points or rational polynomials alone, the grid is the bare pixel grid without a coordinate
    /// system, and the name and id of the coordinate system are those of the points or polynomials.
    /// </remarks>
    /// <param name="path">File, or for trusted rasters another name that GDAL opens, or an image service (<see cref="ImageServicePath"/>).</param>
    /// <param name="isTrusted">False for what a stranger brought: only <see cref="GdalDrivers.ForUntrustedFiles"/> may open it.</param>
    /// <exception cref="RasterAccessException">It is no raster that may be opened, its samples are complex numbers, or its extent is not finite.</exception>
    public static RasterInfo Describe(string path, bool isTrusted)
    {
        if (PageFolder.TryOpen(path) is { } service)
        {
            using var header = service.OpenDataset(default);
            return Describe(header) with { Driver = ImageServiceRaster.DriverName, HasColorTable = service.Raster.HasColorMap, HasMask = service.Layout.HasMask };
        }

        using (var stack = StackFolder.TryOpen(path))
        {
            if (stack is not null)
            {
                return Describe(stack);
            }
        }

        using var dataset = GdalDataset.Open(path, isTrusted);
        return Describe(dataset);
    }

    private static RasterInfo Describe(StackFolder stack)
    {
        RasterInfo[] infos = [.. stack.Sources.Select(source => Describe(source.Dataset))];
        BandInfo[] bands = [.. stack.Sources.Zip(infos, (source, info) => info.Bands.Select(band => Describe(band, source, stack.Stack.AreStored))).SelectMany(list => list)];
        var finest = infos[stack.Sources.ToList().IndexOf(stack.Finest)];
        return finest with
        {
            Driver = "Stack",
            HasColorTable = infos[0].HasColorTable,
            HasMask = infos.Any(info => info.HasMask || info.Bands.Any(band => band.NoData is not null)),
            OverviewCount = 0,
            Bands = [.. bands.Index().Select(pair => pair.Item with { Number = pair.Index + 1 })],
        };
    }

    // A band that is scaled has values of its own, and neither its NoData value nor its statistics are among them.
    private static BandInfo Describe(BandInfo band, StackedSource source, bool areStored)
    {
        var (scale, offset, _) = source.ScalingOf(band.Number);
        var named = band with { Name = source.NameOf(band.Number) };
        return areStored ? named with { Scale = scale, Offset = offset }
            : (scale, offset) == (1, 0) ? named
            : named with { PixelType = PixelType.F32, NoData = null, Scale = 1, Offset = 0, Statistics = null };
    }

    private static RasterInfo Describe(GdalDataset dataset)
    {
        var grid = dataset.Grid;
        RequireUsable(grid, dataset.Path);
        var first = dataset.Band(1);
        var maskFlags = first.MaskFlags;
        var control = dataset.ControlWkt;
        var wkt = grid.Wkt ?? control;
        return new RasterInfo(
            dataset.DriverName,
            grid,
            grid.Transform != GeoTransform.Identity,
            wkt is null ? null : SpatialReferences.NameOf(wkt),
            wkt is null ? null : SpatialReferences.WkidOf(wkt),
            dataset.GroundControlPointCount,
            first.HasColorTable,
            (maskFlags & GMF_PER_DATASET) != 0 && (maskFlags & GMF_NODATA) == 0,
            LibGdal.GDALGetOverviewCount(first.Handle),
            [.. dataset.Bands.Select(Describe)],
            control);
    }

    private static void RequireUsable(RasterGrid grid, string path)
    {
        if (!grid.IsUsable)
        {
            throw new RasterAccessException(
                $"'{Path.GetFileName(path)}' cannot be placed: its geotransform ({grid.Transform}) does not give each of its {grid.Size} pixels a finite place and size. "
                + "Give it another with gdal_edit.py -a_ullr, or none with gdal_edit.py -unsetgt.");
        }
    }

    private static BandInfo Describe(GdalRasterBand band)
    {
        LibGdal.GDALGetBlockSize(band.Handle, out var blockWidth, out var blockHeight);
        var (scale, offset) = band.Scaling;
        return new BandInfo(
            band.Number,
            band.PixelType,
            band.NoData,
            band.Name,
            band.ColorInterpretation,
            scale,
            offset,
            blockWidth,
            blockHeight,
            band.StoredStatistics)
        {
            Unit = band.Unit.Length <= MostUnitLength ? band.Unit : "",
        };
    }
}
