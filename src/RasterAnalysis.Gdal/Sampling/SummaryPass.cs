using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.Gdal.Sampling;

// Statistics of one band in two passes: numbers first, then the bins of the histogram, which need lowest and highest.
internal sealed class SummaryPass
{
    private const int BinCount = 256;
    private readonly long[] _bins = new long[BinCount];
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _mean;
    private double _squares;
    private long _count;
    private (double Low, double High) _range;

    // From the ends, each by itself: between the largest numbers of both signs there is no finite distance.
    private double Width => (_range.High / BinCount) - (_range.Low / BinCount);

    // Welford's recurrence, which does not lose small deviations of large values.
    public void Count(IEnumerable<double> values)
    {
        foreach (var value in values)
        {
            _count++;
            var distance = value - _mean;
            _mean += distance / _count;
            _squares += distance * (value - _mean);
            _min = Math.Min(_min, value);
            _max = Math.Max(_max, value);
        }
    }

    // Bytes have a bin each, as ArcGIS counts them.
    public void SetBins(bool areBytes) => _range = areBytes ? (-0.5, 255.5) : _max > _min ? (_min, _max) : (_min - 0.5, _max + 0.5);

    public void Sort(IEnumerable<double> values)
    {
        var width = Width;
        foreach (var value in values)
        {
            _bins[(int)Math.Clamp((value / width) - (_range.Low / width), 0, BinCount - 1)]++;
        }
    }

    // Null when there was no value.
    public BandSummary? Result()
    {
        if (_count == 0)
        {
            return null;
        }

        var width = Width;
        double Middle(int bin) => Math.Clamp(_range.Low + ((bin + 0.5) * width), _min, _max);
        var (median, before) = (0, 0L);
        while (before + _bins[median] < (_count + 1) / 2)
        {
            before += _bins[median++];
        }

        var mode = Array.IndexOf(_bins, _bins.Max());
        return new BandSummary(
            _min, _max, _mean, Math.Sqrt(_squares / _count), Middle(median), Middle(mode), _count, new BandHistogram(_range.Low, _range.High, _bins));
    }
}
