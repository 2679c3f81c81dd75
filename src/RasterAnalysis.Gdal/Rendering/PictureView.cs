using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering;

// A view in colours. It is read and painted in strips, so that only the picture itself is in memory as a whole.
internal static class PictureView
{
    private const int StripPixels = 1 << 20;

    public static RenderedImage Render(GdalDataset source, RasterGrid grid, RenderRequest request, CancellationToken cancellationToken)
    {
        var painter = PainterChoice.For(source, request.Bands);
        var resampling = painter.IsOfClasses ? ResamplingMethod.Nearest : request.Resampling;
        var planes = request.Format == RenderFormat.Png32 ? 4 : 3;
        using var picture = GdalDataset.Create("MEM", string.Empty, grid.Size, planes, GdalDataType.GDT_Byte);
        var view = WarpedView.OfSamples(source, painter.Bands, grid, resampling, isExact: false);
        using (var reader = GdalRasterReader.OfView(view, grid, painter.Bands.Count))
        {
            Paint(reader, painter, picture, cancellationToken);
        }

        return Encode(picture, request.Format, cancellationToken);
    }

    private static void Paint(GdalRasterReader reader, Painter painter, GdalDataset picture, CancellationToken cancellationToken)
    {
        var (width, height) = (picture.Size.Width, picture.Size.Height);
        var stripHeight = Math.Clamp(StripPixels / width, 1, height);
        var samples = new float[reader.BandCount * width * stripHeight];
        var validity = new byte[width * stripHeight];
        var rgba = new byte[4 * width * stripHeight];
        for (var row = 0; row < height; row += stripHeight)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var window = new PixelWindow(0, row, width, Math.Min(stripHeight, height - row));
            var count = (int)window.PixelCount;
            reader.Read(window, samples.AsSpan(0, reader.BandCount * count), validity.AsSpan(0, count));
            painter.Paint(samples.AsSpan(0, reader.BandCount * count), validity.AsSpan(0, count), rgba.AsSpan(0, 4 * count));
            Write(picture, window, rgba);
        }
    }

    private static unsafe void Write(GdalDataset picture, PixelWindow window, ReadOnlySpan<byte> planes)
    {
        int[] bands = [.. Enumerable.Range(1, picture.BandCount)];
        using var errors = GdalErrorScope.Enter("Painting");
        fixed (byte* bytes = planes)
        {
            errors.Check("GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                picture.Handle, GF_Write, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                bytes, window.Width, window.Height, GdalDataType.GDT_Byte, bands.Length, bands, 1, window.Width, window.PixelCount, 0));
        }
    }

    private static unsafe RenderedImage Encode(GdalDataset picture, RenderFormat format, CancellationToken cancellationToken)
    {
        var isJpeg = format == RenderFormat.Jpeg;
        using var folder = new MemoryFolder();
        using var errors = GdalErrorScope.Enter("Encoding the picture");
        using var options = StringListHandle.Of(isJpeg ? "QUALITY=85" : "ZLEVEL=6");
        using var callback = new ProgressCallback(null, cancellationToken);
        var handle = LibGdal.GDALCreateCopy(
            GdalDataset.Driver(isJpeg ? "JPEG" : "PNG"), folder.PathOf("view"), picture.Handle, 0, options, ProgressCallback.Function, callback.Argument);
        using var file = new GdalDataset(handle, "view");
        callback.ThrowIfStopped();
        errors.Check("GDALCreateCopy", handle);
        file.Complete();
        return new RenderedImage(folder.ReadBytes("view"), isJpeg ? "image/jpeg" : "image/png");
    }
}
