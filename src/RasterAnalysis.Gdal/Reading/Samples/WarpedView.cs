using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading.Samples;

// Virtual datasets that show chosen bands of a raster on another grid.
internal static class WarpedView
{
    private static readonly string[] Exact = ["-et", "0", "-ovr", "NONE"];

    // The bands as floating point, NaN wherever there is no sample, whatever the source's way to say so. Each band's NoData is its own.
    // Where a mask or an alpha band holds for all bands, one band more follows: alpha. The view holds on to the source.
    // isExact: every pixel is projected by itself and overviews are not used.
    // reduced: the source is taken as if it had so many cells, the nearest of those that it has; null for all of them.
    // Integers of more than 24 bits that lie next to their NoData value are taken for it: GDAL's warper compares with a tolerance.
    public static GdalDataset OfSamples(
        GdalDataset source, IReadOnlyList<int> bands, RasterGrid grid, ResamplingMethod resampling, bool isExact, RasterSize? reduced = null)
    {
        RefuseSignedBytes(source, bands);
        var type = bands.All(number => PixelTypeMap.FitsFloat(source.Band(number).PixelType)) ? "Float32" : "Float64";
        using var view = Subset(source, bands, ["-ot", type, .. Outsize(source, grid, reduced)], "undefined");
        List<string> warp = ["-dstnodata", "nan", "-wo", "UNIFIED_SRC_NODATA=NO"];
        if (isExact)
        {
            warp.AddRange(Exact);
        }

        return Warp(view, grid, resampling, [.. warp, .. AlphaArguments(view.BandCount > bands.Count)]);
    }

    // A raster of CanonicalSamples on another grid; NaN where none of the samples that take part has a value.
    public static GdalDataset OfCanonical(GdalDataset samples, RasterGrid grid, ResamplingMethod resampling) =>
        Warp(samples, grid, resampling, ["-dstnodata", "nan", "-wo", "UNIFIED_SRC_NODATA=NO", .. Exact, .. AlphaArguments(false)]);

    // The bands in their own type, with their NoData value and colour table; one band more, alpha, when that does not say it all.
    // isExact, reduced: as in OfSamples.
    public static GdalDataset OfStoredValues(
        GdalDataset source, IReadOnlyList<int> bands, RasterGrid grid, ResamplingMethod resampling, bool isExact = false, RasterSize? reduced = null)
    {
        string[] exact = isExact ? Exact : [];
        using var view = Subset(source, bands, Outsize(source, grid, reduced), null);
        if (view.BandCount == bands.Count && bands.All(number => source.Band(number).NoData is not null))
        {
            return Warp(view, grid, resampling, [.. AlphaArguments(false), .. exact]);
        }

        return Warp(view, grid, resampling, [.. AlphaArguments(view.BandCount > bands.Count), "-dstalpha", .. exact]);
    }

    // The mask of the first band on another grid of any orientation, in memory: the nearest cell's, 0 where there is no cell.
    public static unsafe GdalDataset MaskOnto(GdalDataset source, RasterGrid grid)
    {
        var target = GdalDataset.Create("MEM", string.Empty, grid.Size, 1, GdalDataType.GDT_Byte);
        try
        {
            target.SetGrid(grid);
            using var mask = Translate(source, ["-of", "VRT", "-mask", "none", "-b", "mask,1"]);
            using var errors = GdalErrorScope.Enter("Projecting the mask", source.Path);
            using var list = StringListHandle.Of(["-r", "near", "-et", "0", "-ovr", "NONE"]);
            using var options = errors.Check("GDALWarpAppOptionsNew", LibGdal.GDALWarpAppOptionsNew(list, 0));
            var sourceHandle = mask.Handle.DangerousGetHandle();
            errors.CheckResult("GDALWarp", LibGdal.GDALWarp(null, target.Handle, 1, &sourceHandle, options, out _) == 0 ? 1 : 0);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    public static void RefuseSignedBytes(GdalDataset source, IReadOnlyList<int> bands)
    {
        if (bands.Any(number => source.Band(number).IsLegacySignedByte))
        {
            throw new RasterAccessException($"'{Path.GetFileName(source.Path)}' holds signed bytes, which GDAL cannot project; save it as Int16.");
        }
    }

    // Any alpha but 0 is a pixel, as it is where the raster is read without projection.
    private static string[] AlphaArguments(bool hasAlpha) =>
        hasAlpha ? ["-srcalpha", "-dstalpha", "-wo", "SRC_ALPHA_MAX=1"] : ["-nosrcalpha"];

    private static string[] Outsize(GdalDataset source, RasterGrid grid, RasterSize? reduced)
    {
        if (reduced is not { } size)
        {
            return [];
        }

        string[] outsize = ["-outsize", Text(size.Width), Text(size.Height)];

        // where pixel coordinates are the map they stay those of the source
        return IsOwnPixels(source, grid) ? [.. outsize, "-a_ullr", "0", "0", Text(source.Size.Width), Text(source.Size.Height)] : outsize;
    }

    // Without georeference, or when the pixel grid itself is asked for, pixel coordinates are the map.
    private static bool IsOwnPixels(GdalDataset source, RasterGrid grid) =>
        source.Grid.Transform == GeoTransform.Identity && (source.ControlWkt is null || grid.Wkt is null);

    // The chosen bands, and behind them the mask that holds for all of them, if there is one, as an alpha band: the warper heeds an alpha
    // band and NoData values together, but forgets a mask band where there are NoData values.
    private static GdalDataset Subset(GdalDataset source, IReadOnlyList<int> bands, IReadOnlyList<string> extra, string? interpretation)
    {
        List<string> arguments = ["-of", "VRT", .. extra, "-mask", "none", .. bands.SelectMany(number => (string[])["-b", Text(number)])];
        if (interpretation is not null)
        {
            arguments.AddRange(["-colorinterp", string.Join(',', bands.Select(_ => interpretation))]);
        }

        if (DatasetMasks.NameOf(source, [.. bands]) is { } mask)
        {
            arguments.AddRange(["-b", mask, $"-colorinterp_{bands.Count + 1}", "alpha"]);
        }

        var subset = Translate(source, arguments);
        foreach (var (index, number) in bands.Index())
        {
            if (source.Band(number).NoData is null)
            {
                subset.Band(index + 1).DeleteNoData();
            }
        }

        return subset;
    }

    public static GdalDataset Translate(GdalDataset source, IReadOnlyList<string> arguments)
    {
        using var errors = GdalErrorScope.Enter("Choosing bands of", source.Path);
        using var list = StringListHandle.Of(arguments);
        using var options = errors.Check("GDALTranslateOptionsNew", LibGdal.GDALTranslateOptionsNew(list, 0));
        var handle = LibGdal.GDALTranslate(string.Empty, source.Handle, options, out _);
        return new GdalDataset(errors.Check("GDALTranslate", handle), source.Path);
    }

    private static unsafe GdalDataset Warp(GdalDataset source, RasterGrid grid, ResamplingMethod resampling, IReadOnlyList<string> extra)
    {
        if (!grid.Transform.IsNorthUp)
        {
            throw new ArgumentException("Rasters are projected onto north-up grids only.", nameof(grid));
        }

        var extent = grid.Transform.ExtentOf(grid.Size);
        List<string> arguments =
        [
            "-of", "VRT", "-r", Name(resampling),
            "-te", Text(extent.XMin), Text(extent.YMin), Text(extent.XMax), Text(extent.YMax),
            "-ts", Text(grid.Size.Width), Text(grid.Size.Height),
            .. extra,
        ];
        var sourceWkt = source.Wkt ?? source.ControlWkt;
        if (grid.Wkt is not null && sourceWkt is not null)
        {
            arguments.AddRange(["-t_srs", grid.Wkt]);
        }
        else if (grid.Wkt is not null)
        {
            throw new RasterAccessException($"'{Path.GetFileName(source.Path)}' has no coordinate system and cannot be projected.");
        }

        if (IsOwnPixels(source, grid))
        {
            arguments.AddRange(["-to", "SRC_METHOD=NO_GEOTRANSFORM"]);
        }

        using var errors = GdalErrorScope.Enter("Projecting", source.Path);
        using var list = StringListHandle.Of(arguments);
        using var options = errors.Check("GDALWarpAppOptionsNew", LibGdal.GDALWarpAppOptionsNew(list, 0));
        var sourceHandle = source.Handle.DangerousGetHandle();
        var handle = LibGdal.GDALWarp(string.Empty, 0, 1, &sourceHandle, options, out _);
        return new GdalDataset(errors.CheckResult("GDALWarp", handle), source.Path);
    }

    private static string Name(ResamplingMethod resampling) => resampling switch
    {
        ResamplingMethod.Bilinear => "bilinear",
        ResamplingMethod.Cubic => "cubic",
        ResamplingMethod.Majority => "mode",
        _ => "near",
    };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
