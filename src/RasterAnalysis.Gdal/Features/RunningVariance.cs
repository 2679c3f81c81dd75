namespace RasterAnalysis.Gdal.Features;

// The variance of a sample, value by value (Welford's way, which keeps the digits).
internal readonly record struct RunningVariance(long Count, double Mean, double Squares)
{
    public double? Variance => Count > 1 ? Squares / (Count - 1) : null;

    public RunningVariance With(double? value)
    {
        if (value is not { } number)
        {
            return this;
        }

        var distance = number - Mean;
        var mean = Mean + (distance / (Count + 1));
        return new RunningVariance(Count + 1, mean, Squares + (distance * (number - mean)));
    }
}
