using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

// What gdal_sieve makes of a raster, as gdal_sieve.py asks for it: with the band's own mask. GDAL holds all patches of the raster in memory, so this is not bounded.
internal static class SieveFile
{
    public static unsafe void Write(
        string path, GdalDataset source, ClassifiedRasterProfile profile, int unit, int connectivity, Action<double>? progress, CancellationToken cancellationToken)
    {
        using var target = GdalDataset.Create("GTiff", path, source.Size, 1, PixelTypeMap.ToGdal(profile.PixelType), SectionRasterWriter.CreationOptions());
        var band = source.Band(1);
        var mask = band.GetMask();
        using (var errors = GdalErrorScope.Enter("Sieving", source.Path))
        {
            using var callback = new ProgressCallback(progress, cancellationToken);
            var result = LibGdal.GDALSieveFilter(band.Handle, mask, target.Band(1).Handle, unit, connectivity, null, ProgressCallback.Function, callback.Argument);
            callback.ThrowIfStopped();
            errors.Check("GDALSieveFilter", result);
        }

        target.Complete();
    }
}
