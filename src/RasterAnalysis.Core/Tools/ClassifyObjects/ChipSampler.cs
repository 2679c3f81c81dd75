using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>
/// Reads the images of features: pixels of a window, 0 where the raster has none and maybe outside of the feature, brought to the size that the network takes. Read in strips, so that memory grows
/// with the network's size and the window's height alone.
/// </summary>
/// <remarks>Not thread-safe, as the reader under it, which stays the caller's.</remarks>
internal sealed class ChipSampler(IRasterReader reader, int width, int height) : IDisposable
{
    /// <summary>Side of the largest window that is read, in pixels.</summary>
    public const int LargestSide = 16384;

    // of a strip, of each band
    private const int PixelsOfStrip = 1 << 18;

    private readonly ZeroedWindowReader _reader = new(reader);
    private readonly PooledBuffer<float> _strip = new();
    private readonly PooledBuffer<byte> _validity = new();
    private readonly PooledBuffer<byte> _inside = new();
    private readonly PooledBuffer<float> _narrow = new();

    /// <summary>Reads an image.</summary>
    /// <param name="window">Pixels of the raster's grid; some may lie outside of it.</param>
    /// <param name="feature">Pixels outside of it are 0; null to leave all as they are.</param>
    /// <param name="image">Receives bands × rows × columns values, not normalised yet.</param>
    /// <returns>Whether the raster has any pixel there that is not made 0.</returns>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    public bool Read(PixelWindow window, PolygonMask? feature, Span<float> image)
    {
        var bands = reader.BandCount;
        var columns = new ResampledAxis(window.Width, width);
        var rows = new ResampledAxis(window.Height, height);
        var narrow = _narrow.Take(checked(bands * window.Height * width)).Span;
        var lines = Math.Max(1, PixelsOfStrip / window.Width);
        var hasPixel = false;
        for (var line = 0; line < window.Height; line += lines)
        {
            var strip = window with { RowOffset = window.RowOffset + line, Height = Math.Min(lines, window.Height - line) };
            var count = checked((int)strip.PixelCount);
            var pixels = _strip.Take(count * bands).Span;
            var validity = _validity.Take(count).Span;
            _reader.Read(strip, pixels, validity);
            if (feature is not null)
            {
                Blacken(feature, strip, pixels, validity);
            }

            hasPixel |= validity.ContainsAnyExcept((byte)0);
            for (var band = 0; band < bands; band++)
            {
                for (var row = 0; row < strip.Height; row++)
                {
                    columns.Apply(pixels.Slice((band * count) + (row * strip.Width), strip.Width), 1, narrow.Slice(((band * window.Height) + line + row) * width, width), 1);
                }
            }
        }

        for (var band = 0; band < bands; band++)
        {
            for (var column = 0; column < width; column++)
            {
                rows.Apply(narrow.Slice(band * window.Height * width, window.Height * width)[column..], width, image.Slice(band * height * width, height * width)[column..], width);
            }
        }

        return hasPixel;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _strip.Dispose();
        _validity.Dispose();
        _inside.Dispose();
        _narrow.Dispose();
    }

    private void Blacken(PolygonMask feature, PixelWindow strip, Span<float> pixels, Span<byte> validity)
    {
        var inside = _inside.Take(validity.Length).Span;
        feature.Read(strip, inside);
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] != 0)
            {
                continue;
            }

            validity[i] = 0;
            for (var at = i; at < pixels.Length; at += validity.Length)
            {
                pixels[at] = 0;
            }
        }
    }
}
