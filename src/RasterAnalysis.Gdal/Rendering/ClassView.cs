using System.Buffers;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Rendering.Encoding;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering;

// The view that maps ask for most: classes in their own colours, on the raster's own grid lines, as PNG. Its cells go from the decoded blocks to the indexes of the picture as the bytes
// that they are.
internal static class ClassView
{
    // larger ones are made in strips
    private const long MostPixels = 1 << 20;

    // Null where the view needs more than that.
    public static RenderedImage? TryRender(OpenedSource source, RenderRequest request)
    {
        if (request is not
            {
                Function: null, NoData: null, SpatialReference: null, Bands: null or [1], Resampling: not ResamplingMethod.Majority,
                Format: RenderFormat.Png32 or RenderFormat.Png24 or RenderFormat.Png8 or RenderFormat.JpegOrPng,
            }
            || request.Size.PixelCount > MostPixels || source.Classes is not { } levels || levels.Under(request.Extent, request.Size) is not { } under)
        {
            return null;
        }

        var indexes = ArrayPool<byte>.Shared.Rent((int)request.Size.PixelCount);
        var cells = Array.Empty<byte>();
        try
        {
            var values = indexes.AsSpan(0, (int)request.Size.PixelCount);
            var nothing = levels.Colors.AsSpan().IndexOf(0u);
            if (NearestCells.Bounds(under.Columns, under.Rows) is { } window)
            {
                cells = ArrayPool<byte>.Shared.Rent(checked((int)window.PixelCount));
                Read(source.Dataset, under.Band, window, cells);
                if (!TryPick(cells, window, under.Columns, under.Rows, values, nothing))
                {
                    return null;
                }
            }
            else if (nothing >= 0)
            {
                values.Fill((byte)nothing);
            }
            else
            {
                return null;
            }

            return ClassPng.Encode(values, request.Size, levels.Colors, request.Format != RenderFormat.Png24);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(indexes);
            ArrayPool<byte>.Shared.Return(cells);
        }
    }

    private static unsafe void Read(GdalDataset source, nint band, PixelWindow window, byte[] cells)
    {
        using var errors = GdalErrorScope.Enter("Reading", source.Path);
        fixed (byte* buffer = cells)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height, buffer, window.Width, window.Height, GdalDataType.GDT_Byte, 0, 0, 0));
        }
    }

    // nothing: a value that is no pixel; -1 where each is one, and then no picture can be made that reaches beyond the raster.
    private static bool TryPick(byte[] cells, PixelWindow window, int[] columns, int[] rows, Span<byte> values, int nothing)
    {
        var (left, right) = (columns.AsSpan().IndexOfAnyExcept(-1), columns.AsSpan().LastIndexOfAnyExcept(-1));
        if (nothing < 0 && (right - left + 1 < columns.Length || rows.Contains(-1)))
        {
            return false;
        }

        for (var row = 0; row < rows.Length; row++)
        {
            var target = values.Slice(row * columns.Length, columns.Length);
            if (rows[row] < 0)
            {
                target.Fill((byte)nothing);
                continue;
            }

            if (row > 0 && rows[row] == rows[row - 1])
            {
                values.Slice((row - 1) * columns.Length, columns.Length).CopyTo(target);
                continue;
            }

            ReadOnlySpan<byte> line = cells.AsSpan((rows[row] - window.RowOffset) * window.Width, window.Width);
            target[..left].Fill((byte)nothing);
            target[(right + 1)..].Fill((byte)nothing);
            for (var i = left; i <= right; i++)
            {
                target[i] = line[columns[i] - window.ColumnOffset];
            }
        }

        return true;
    }
}
