using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// How the values of a band are distributed: four numbers, and the values at equal shares of the sorted pixels.
internal sealed class BandDistribution
{
    private const int Steps = 1024;
    private readonly double[] _quantiles;

    private BandDistribution(BandStatistics statistics, double[] quantiles) => (Statistics, _quantiles) = (statistics, quantiles);

    public BandStatistics Statistics { get; }

    // The array is sorted in place. A band without a pixel is taken for one of 8 bits.
    public static BandDistribution Of(double[] samples)
    {
        if (samples.Length == 0)
        {
            return new BandDistribution(new BandStatistics(0, 255, 127.5, 73.6), [0, 255]);
        }

        Array.Sort(samples);
        var mean = samples.Average();
        var variance = samples.Average(value => (value - mean) * (value - mean));
        var last = samples.Length - 1;
        var count = Math.Min(Steps, last);
        double[] quantiles = count == 0 ? [samples[0], samples[0]] : [.. Enumerable.Range(0, count + 1).Select(i => samples[(int)((long)i * last / count)])];
        return new BandDistribution(new BandStatistics(samples[0], samples[^1], mean, Math.Sqrt(variance)), quantiles);
    }

    public BandDistribution With(BandStatistics statistics) => new(statistics, _quantiles);

    // The value below which a share of the pixels lies.
    public double Quantile(double share)
    {
        var place = Math.Clamp(share, 0, 1) * (_quantiles.Length - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, _quantiles.Length - 1);
        return _quantiles[low] + ((place - low) * (_quantiles[high] - _quantiles[low]));
    }

    // The share of the pixels that are not above a value.
    public double ShareBelow(double value)
    {
        var (low, high) = (0, _quantiles.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _quantiles[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return 0;
        }

        if (low == _quantiles.Length)
        {
            return 1;
        }

        var (before, after) = (_quantiles[low - 1], _quantiles[low]);
        return (low - 1 + ((value - before) / (after - before))) / (_quantiles.Length - 1);
    }
}
