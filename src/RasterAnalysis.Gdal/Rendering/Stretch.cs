using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// From samples to the 256 levels of a picture: Low and below is black, High and above is white.
internal readonly record struct Stretch(double Low, double High)
{
    // Two standard deviations, two percent: the middle of the histogram, as map viewers show imagery.
    private const double Deviations = 2;
    private const double ClippedShare = 0.02;

    public static Stretch AsIs { get; } = new(0, 255);

    public static Stretch Of(BandStatistics statistics) => new(
        Math.Max(statistics.Min, statistics.Mean - (Deviations * statistics.StandardDeviation)),
        Math.Min(statistics.Max, statistics.Mean + (Deviations * statistics.StandardDeviation)));

    // The array is sorted in place.
    public static Stretch OfSample(Span<float> samples)
    {
        if (samples.IsEmpty)
        {
            return AsIs;
        }

        samples.Sort();
        var clipped = (int)(ClippedShare * (samples.Length - 1));
        return new Stretch(samples[clipped], samples[samples.Length - 1 - clipped]);
    }

    public byte ToByte(double sample)
    {
        // A flat raster is one level, wherever it lies.
        var level = High > Low ? (sample - Low) / (High - Low) * 255 : sample < Low ? 0 : 255;
        return (byte)Math.Clamp(Math.Round(level), 0, 255);
    }
}
