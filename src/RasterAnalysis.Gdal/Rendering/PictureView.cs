using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Rendering.Encoding;
using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering;

// A view in colours. It is read and painted in strips, so that only the picture itself is in memory as a whole.
internal static class PictureView
{
    public static RenderedImage Render(
        OpenedSource source, FunctionChain chain, RasterGrid grid, RenderRequest request, CancellationToken cancellationToken)
    {
        using var picture = GdalDataset.Create("MEM", string.Empty, grid.Size, 4, GdalDataType.GDT_Byte);
        using (var view = SampleView.Open(source.Dataset, chain.Bands, grid, chain.Resampling(request.Resampling), request.NoData))
        {
            var hasHoles = false;
            Strips.Run(view, chain, (window, planes, _) => hasHoles |= Paint(picture, window, planes), cancellationToken);
            var format = request.Format == RenderFormat.JpegOrPng
                ? hasHoles || chain.IsOfClasses ? RenderFormat.Png32 : RenderFormat.Jpeg
                : request.Format;
            return PictureEncoder.Encode(picture, format, request.Quality, cancellationToken);
        }
    }

    // planes: one of grey or three of red, green and blue. What has no sample in any of them is transparent white. Whether there is any.
    private static bool Paint(GdalDataset picture, PixelWindow window, double[][] planes)
    {
        var count = (int)window.PixelCount;
        var rgba = new byte[4 * count];
        var hasHoles = false;
        for (var i = 0; i < count; i++)
        {
            var isHole = Array.TrueForAll(planes, plane => double.IsNaN(plane[i]));
            hasHoles |= isHole;
            for (var color = 0; color < 3; color++)
            {
                var level = planes[planes.Length == 1 ? 0 : color][i];
                rgba[i + (color * count)] = isHole ? (byte)255 : double.IsNaN(level) ? (byte)0 : (byte)Math.Clamp(Math.Floor(level + 0.5), 0, 255);
            }

            rgba[i + (3 * count)] = isHole ? (byte)0 : (byte)255;
        }

        Write(picture, window, rgba);
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
