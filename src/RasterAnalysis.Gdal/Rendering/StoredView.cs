using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering;

// Stored values on another grid, as a GeoTIFF in memory. What is no pixel has the source's NoData value, or, where it has none, is masked.
internal static class StoredView
{
    public static RenderedImage Render(GdalDataset source, RasterGrid grid, RenderRequest request, CancellationToken cancellationToken)
    {
        int[] bands = [.. request.Bands ?? Enumerable.Range(1, source.BandCount)];
        GdalRasterReader.RequireBands(source, bands);
        var areClasses = bands.Any(band => source.Band(band).HasColorTable);
        var resampling = areClasses && request.Resampling != ResamplingMethod.Majority ? ResamplingMethod.Nearest : request.Resampling;
        ValueView.RequireRoom(request.Size, bands.Sum(band => source.Band(band).PixelType.ByteSize()));
        var isExact = resampling == ResamplingMethod.Majority && Majority.IsOfOwnCells(source, bands, grid);
        using var view = WarpedView.OfStoredValues(source, bands, grid, resampling, isExact, isExact ? null : Decimation.Of(source, bands, grid));
        using var folder = new MemoryFolder();
        List<string> arguments = ["-of", "GTiff", "-co", "TILED=YES", "-co", "COMPRESS=DEFLATE"];

        // The alpha that was added becomes a mask, so that the bands are those that were asked for.
        if (view.BandCount > bands.Length)
        {
            arguments.AddRange(bands.SelectMany((_, index) => (string[])["-b", Text(index + 1)]));
            arguments.AddRange(["-mask", Text(view.BandCount)]);
        }

        Write(view, folder.PathOf("view.tif"), arguments, cancellationToken);
        return new RenderedImage(folder.ReadBytes("view.tif"), "image/tiff");
    }

    private static unsafe void Write(GdalDataset view, string path, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var errors = GdalErrorScope.Enter("Rendering", view.Path);
        using var list = StringListHandle.Of(arguments);
        using var options = errors.Check("GDALTranslateOptionsNew", LibGdal.GDALTranslateOptionsNew(list, 0));
        using var callback = new ProgressCallback(null, cancellationToken);
        LibGdal.GDALTranslateOptionsSetProgress(options, ProgressCallback.Function, callback.Argument);
        var handle = LibGdal.GDALTranslate(path, view.Handle, options, out _);
        using var file = new GdalDataset(handle, path);
        callback.ThrowIfStopped();
        errors.CheckResult("GDALTranslate", handle);
        file.Complete();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
