namespace RasterAnalysis.Gdal.Rendering;

// Grey of one band, or red, green and blue of three.
internal sealed class ImageryPainter(IReadOnlyList<int> bands, IReadOnlyList<Stretch> stretches) : Painter(bands)
{
    public override bool IsOfClasses => false;

    protected override (byte Red, byte Green, byte Blue, byte Alpha) ColorOf(ReadOnlySpan<float> samples, int pixel, int count)
    {
        var first = stretches[0].ToByte(samples[pixel]);
        return Bands.Count == 1
            ? (first, first, first, (byte)255)
            : (first, stretches[1].ToByte(samples[pixel + count]), stretches[2].ToByte(samples[pixel + (2 * count)]), (byte)255);
    }
}
