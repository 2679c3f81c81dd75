namespace RasterAnalysis.Gdal.Rendering;

// Turns samples into colours. Bands are the 1-based source bands whose samples it wants, one after the other.
internal abstract class Painter(IReadOnlyList<int> bands)
{
    public IReadOnlyList<int> Bands { get; } = bands;

    // Whether colours stand for classes, which must not be interpolated.
    public abstract bool IsOfClasses { get; }

    // samples: bands × pixels. rgba: four planes of as many pixels; what is not valid is transparent white.
    public void Paint(ReadOnlySpan<float> samples, ReadOnlySpan<byte> validity, Span<byte> rgba)
    {
        var count = validity.Length;
        for (var i = 0; i < count; i++)
        {
            var (red, green, blue, alpha) = validity[i] == 0 ? ((byte)255, (byte)255, (byte)255, (byte)0) : ColorOf(samples, i, count);
            rgba[i] = red;
            rgba[i + count] = green;
            rgba[i + (2 * count)] = blue;
            rgba[i + (3 * count)] = alpha;
        }
    }

    protected abstract (byte Red, byte Green, byte Blue, byte Alpha) ColorOf(ReadOnlySpan<float> samples, int pixel, int count);
}
