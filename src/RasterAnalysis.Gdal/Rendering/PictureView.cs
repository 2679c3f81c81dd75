using System.Buffers;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Rendering.Encoding;
using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering;

// A view in colours. It is read and painted in strips, so that only the picture itself is in memory as a whole.
internal static class PictureView
{
    public static RenderedImage Render(
        OpenedSource source, FunctionChain chain, RasterGrid grid, RenderRequest request, CancellationToken cancellationToken)
    {
        using var view = SampleView.Open(source.Dataset, chain.Bands, grid, chain.Resampling(request.Resampling), request.NoData);
        if (chain.IsOfClasses && request.Format is RenderFormat.Png32 or RenderFormat.Png24 or RenderFormat.Png8 or RenderFormat.JpegOrPng
            && TryIndex(view, chain, grid.Size, request.Format != RenderFormat.Png24, cancellationToken) is { } indexed)
        {
            return indexed;
        }

        using var picture = GdalDataset.Create("MEM", string.Empty, grid.Size, 4, GdalDataType.GDT_Byte);
        var hasHoles = false;
        Strips.Run(view, chain, (window, planes, _) => hasHoles |= Paint(picture, window, planes), cancellationToken);
        var format = request.Format == RenderFormat.JpegOrPng
            ? hasHoles || chain.IsOfClasses ? RenderFormat.Png32 : RenderFormat.Jpeg
            : request.Format;
        return PictureEncoder.Encode(picture, format, request.Quality, cancellationToken);
    }

    // Null where there are more colours than a palette has.
    private static RenderedImage? TryIndex(SampleView view, FunctionChain chain, RasterSize size, bool isTransparent, CancellationToken cancellationToken)
    {
        using var indexes = new ColorIndexes(size);
        var fits = true;
        Strips.Run(view, chain, (window, planes, _) => fits = fits && indexes.TryPaint(window, planes), cancellationToken);
        return fits ? indexes.Encode(isTransparent) : null;
    }

    // planes: one of grey or three of red, green and blue. What has no sample in any of them is transparent white. Whether there is any.
    private static bool Paint(GdalDataset picture, PixelWindow window, double[][] planes)
    {
        var count = (int)window.PixelCount;
        var rgba = ArrayPool<byte>.Shared.Rent(4 * count);
        var hasHoles = false;
        var (reds, greens, blues) = planes.Length == 1 ? (planes[0], planes[0], planes[0]) : (planes[0], planes[1], planes[2]);
        var red = rgba.AsSpan(0, count);
        var green = rgba.AsSpan(count, count);
        var blue = rgba.AsSpan(2 * count, count);
        var alpha = rgba.AsSpan(3 * count, count);
        for (var i = 0; i < count; i++)
        {
            if (double.IsNaN(reds[i]) && double.IsNaN(greens[i]) && double.IsNaN(blues[i]))
            {
                hasHoles = true;
                (red[i], green[i], blue[i], alpha[i]) = (255, 255, 255, 0);
                continue;
            }

            (red[i], green[i], blue[i], alpha[i]) = (ColorIndexes.Level(reds[i]), ColorIndexes.Level(greens[i]), ColorIndexes.Level(blues[i]), 255);
        }

        Write(picture, window, rgba);
        ArrayPool<byte>.Shared.Return(rgba);
        return hasHoles;
    }

    private static unsafe void Write(GdalDataset picture, PixelWindow window, ReadOnlySpan<byte> planes)
    {
        int[] bands = [1, 2, 3, 4];
        using var errors = GdalErrorScope.Enter("Painting");
        fixed (byte* bytes = planes)
        {
            errors.Check("GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                picture.Handle, GF_Write, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                bytes, window.Width, window.Height, GdalDataType.GDT_Byte, bands.Length, bands, 1, window.Width, window.PixelCount, 0));
        }
    }
}
