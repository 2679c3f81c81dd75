using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// A picture of red, green, blue and alpha as a file.
internal static class PictureEncoder
{
    public static RenderedImage Encode(GdalDataset picture, RenderFormat format, int quality, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case RenderFormat.Jpeg:
                return Write(picture, 3, "JPEG", "image/jpeg", [string.Create(CultureInfo.InvariantCulture, $"QUALITY={quality}")], cancellationToken);
            case RenderFormat.Bmp:
                return Write(picture, 3, "BMP", "image/bmp", [], cancellationToken);
            case RenderFormat.Png24:
                return Write(picture, 3, "PNG", "image/png", ["ZLEVEL=6"], cancellationToken);
            case RenderFormat.Png8 or RenderFormat.Gif:
                using (var indexed = Palette.Reduce(picture))
                {
                    return format == RenderFormat.Gif
                        ? Write(indexed, 1, "GIF", "image/gif", [], cancellationToken)
                        : Write(indexed, 1, "PNG", "image/png", ["ZLEVEL=6"], cancellationToken);
                }

            default:
                return Write(picture, 4, "PNG", "image/png", ["ZLEVEL=6"], cancellationToken);
        }
    }

    // The first bands only.
    private static unsafe RenderedImage Write(
        GdalDataset picture, int bands, string driver, string contentType, IReadOnlyList<string> creation, CancellationToken cancellationToken)
    {
        using var folder = new MemoryFolder();
        using var errors = GdalErrorScope.Enter("Encoding the picture");
        using var list = StringListHandle.Of(
        [
            "-of", driver, "-mask", "none",
            .. Enumerable.Range(1, bands).SelectMany(band => (string[])["-b", band.ToString(CultureInfo.InvariantCulture)]),
            .. creation.SelectMany(option => (string[])["-co", option]),
        ]);
        using var options = errors.Check("GDALTranslateOptionsNew", LibGdal.GDALTranslateOptionsNew(list, 0));
        using var callback = new ProgressCallback(null, cancellationToken);
        LibGdal.GDALTranslateOptionsSetProgress(options, ProgressCallback.Function, callback.Argument);
        var handle = LibGdal.GDALTranslate(folder.PathOf("view"), picture.Handle, options, out _);
        using var file = new GdalDataset(handle, "view");
        callback.ThrowIfStopped();
        errors.CheckResult("GDALTranslate", handle);
        file.Complete();
        return new RenderedImage(folder.ReadBytes("view"), contentType);
    }
}
