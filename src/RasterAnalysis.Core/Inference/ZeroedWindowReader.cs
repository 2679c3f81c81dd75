using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>Reads windows that may hang over a raster's edges, outside of which there are no pixels and all values are 0: what Python raster functions and detectors are given.</summary>
/// <remarks>Not thread-safe, as the reader under it, which stays the caller's. Buffers are kept from read to read.</remarks>
internal sealed class ZeroedWindowReader(IRasterReader reader) : IWindowReader
{
    private readonly PooledBuffer<float> _pixels = new();
    private readonly PooledBuffer<byte> _validity = new();

    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        var inside = window.Intersect(PixelWindow.Whole(reader.Grid.Size));
        if (inside == window)
        {
            reader.Read(window, pixels, validity);
        }
        else
        {
            pixels.Clear();
            validity.Clear();
            ReadPart(inside, window, pixels, validity);
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        _validity.Dispose();
    }

    private void ReadPart(PixelWindow inside, PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        if (inside.IsEmpty)
        {
            return;
        }

        var count = checked((int)inside.PixelCount);
        var values = _pixels.Take(checked(count * reader.BandCount)).Span;
        var valid = _validity.Take(count).Span;
        reader.Read(inside, values, valid);
        var (top, left) = (inside.RowOffset - window.RowOffset, inside.ColumnOffset - window.ColumnOffset);
        for (var band = 0; band < reader.BandCount; band++)
        {
            Place<float>(values.Slice(band * count, count), pixels.Slice(band * window.Width * window.Height, window.Width * window.Height), inside.Width, window.Width, top, left);
        }

        Place<byte>(valid, validity, inside.Width, window.Width, top, left);
    }

    private static void Place<T>(ReadOnlySpan<T> source, Span<T> target, int width, int targetWidth, int top, int left)
    {
        for (var row = 0; row < source.Length / width; row++)
        {
            source.Slice(row * width, width).CopyTo(target.Slice(((top + row) * targetWidth) + left, width));
        }
    }
}
