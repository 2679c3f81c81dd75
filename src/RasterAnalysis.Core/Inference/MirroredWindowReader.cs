using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>
/// Reads windows that may hang over a raster's edges. What lies outside is mirrored about the edge pixel (2 1 0 1 2), again and again where
/// the raster is smaller than the overhang; its validity likewise.
/// </summary>
/// <remarks>Not thread-safe, as the reader under it, which stays the caller's. Buffers are kept from read to read.</remarks>
internal sealed class MirroredWindowReader(IRasterReader reader) : IWindowReader
{
    private readonly PooledBuffer<float> _pixels = new();
    private readonly PooledBuffer<byte> _validity = new();
    private int[] _columns = [];
    private int[] _rows = [];

    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        var whole = PixelWindow.Whole(reader.Grid.Size);
        if (whole.Contains(window))
        {
            reader.Read(window, pixels, validity);
            return;
        }

        var columns = Fold(ref _columns, window.ColumnOffset, window.Width, whole.Width);
        var rows = Fold(ref _rows, window.RowOffset, window.Height, whole.Height);
        var source = Hull(columns, rows);
        var sourceSize = checked((int)source.PixelCount);
        var sourcePixels = _pixels.Take(checked(sourceSize * reader.BandCount)).Span;
        var sourceValidity = _validity.Take(sourceSize).Span;
        reader.Read(source, sourcePixels, sourceValidity);

        for (var band = 0; band < reader.BandCount; band++)
        {
            Gather<float>(
                sourcePixels.Slice(band * sourceSize, sourceSize), source, rows, columns,
                pixels.Slice(band * window.Width * window.Height, window.Width * window.Height));
        }

        Gather<byte>(sourceValidity, source, rows, columns, validity);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        _validity.Dispose();
    }

    private static void Gather<T>(ReadOnlySpan<T> source, PixelWindow window, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, Span<T> target)
    {
        unchecked
        {
            for (var row = 0; row < rows.Length; row++)
            {
                var from = source.Slice((rows[row] - window.RowOffset) * window.Width, window.Width);
                var to = target.Slice(row * columns.Length, columns.Length);
                for (var column = 0; column < to.Length; column++)
                {
                    to[column] = from[columns[column] - window.ColumnOffset];
                }
            }
        }
    }

    private static ReadOnlySpan<int> Fold(ref int[] buffer, int start, int count, int size)
    {
        Grow(ref buffer, count);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = Fold(start + i, size);
        }

        return buffer.AsSpan(0, count);
    }

    private static int Fold(int index, int size)
    {
        if (size == 1)
        {
            return 0;
        }

        var period = 2 * ((long)size - 1);
        var phase = ((index % period) + period) % period;
        return (int)Math.Min(phase, period - phase);
    }

    private static PixelWindow Hull(ReadOnlySpan<int> columns, ReadOnlySpan<int> rows)
    {
        var (firstColumn, lastColumn) = Bounds(columns);
        var (firstRow, lastRow) = Bounds(rows);
        return new PixelWindow(firstColumn, firstRow, lastColumn - firstColumn + 1, lastRow - firstRow + 1);
    }

    private static (int First, int Last) Bounds(ReadOnlySpan<int> indexes)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var index in indexes)
        {
            first = Math.Min(first, index);
            last = Math.Max(last, index);
        }

        return (first, last);
    }

    private static void Grow(ref int[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new int[length];
        }
    }
}
