using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Writing.Sections;

namespace RasterAnalysis.Gdal.Writing;

// Writes a raster with its overviews as a cloud-optimised GeoTIFF.
internal static class CloudOptimized
{
    public static unsafe void Copy(
        GdalDataset mosaic, string path, Action<double>? progress, CancellationToken cancellationToken)
    {
        using var errors = GdalErrorScope.Enter("Writing", path);
        using var options = StringListHandle.Of(
            $"BLOCKSIZE={SectionRasterWriter.BlockSize}",
            "COMPRESS=DEFLATE",
            // the quickest: higher ones gain little on noisy classes and a sixth on others (docs/operations/speed.md)
            "LEVEL=1",
            "NUM_THREADS=ALL_CPUS",
            "BIGTIFF=IF_SAFER");
        using var callback = new ProgressCallback(progress, cancellationToken);
        var handle = LibGdal.GDALCreateCopy(
            GdalDataset.Driver("COG"), path, mosaic.Handle, 0, options, ProgressCallback.Function, callback.Argument);
        using var copy = new GdalDataset(handle, path);
        callback.ThrowIfStopped();
        errors.Check("GDALCreateCopy", handle);
        copy.Complete();
    }
}
