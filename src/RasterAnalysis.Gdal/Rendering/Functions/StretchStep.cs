using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// From values to levels of 8 bits, each plane by its own distribution.
internal sealed class StretchStep(StretchFunction function, IReadOnlyList<BandDistribution> bands) : SampleStep
{
    public override PixelType Type => PixelType.U8;

    public override int BandCount => bands.Count;

    public override double[][] Apply(double[][] planes, GridWindow window)
    {
        for (var band = 0; band < bands.Count; band++)
        {
            var share = ShareOf(bands[band]);
            var gamma = function.Gamma is { Count: > 0 } gammas ? gammas[Math.Min(band, gammas.Count - 1)] : 1;
            foreach (ref var sample in planes[band].AsSpan(0, window.Count))
            {
                sample = double.IsNaN(sample) ? sample : Level(share, sample, gamma);
            }
        }

        return planes;
    }

    private double Level(Func<double, double>? share, double sample, double gamma)
    {
        if (share is null)
        {
            return Math.Clamp(Math.Floor(sample + 0.5), byte.MinValue, byte.MaxValue);
        }

        var part = Math.Clamp(share(sample), 0, 1);
        part = gamma == 1 ? part : Math.Pow(part, 1 / gamma);
        return Math.Floor(function.OutputMin + (part * (function.OutputMax - function.OutputMin)) + 0.5);
    }

    // Where in the range a value lies, 0 to 1; null where values are levels already.
    private Func<double, double>? ShareOf(BandDistribution band)
    {
        switch (function.Type)
        {
            case StretchType.None:
                return null;
            case StretchType.HistogramEqualization:
                return band.ShareBelow;
            case StretchType.Sigmoid:
                var steepness = function.SigmoidStrength / (2 * Math.Max(band.Statistics.StandardDeviation, double.Epsilon));
                return value => 1 / (1 + Math.Exp(-steepness * (value - band.Statistics.Mean)));
            case StretchType.StandardDeviation:
                var (min, max, mean, deviation) = band.Statistics;
                var margin = function.StandardDeviations * deviation;
                return Linear(Math.Max(min, mean - margin), Math.Min(max, mean + margin));
            case StretchType.PercentClip:
                return Linear(band.Quantile(function.MinPercent / 100), band.Quantile(1 - (function.MaxPercent / 100)));
            default:
                return Linear(band.Statistics.Min, band.Statistics.Max);
        }
    }

    // What is flat is one level, wherever it lies.
    private static Func<double, double> Linear(double low, double high) =>
        high > low ? value => (value - low) / (high - low) : value => value < low ? 0 : 1;
}
