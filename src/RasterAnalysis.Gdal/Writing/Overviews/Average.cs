namespace RasterAnalysis.Gdal.Writing.Overviews;

// GDAL's AVERAGE: the mean of two by two probabilities, NoData left out.
internal sealed class Average : IHalving<float>
{
    public static void Halve(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, Span<float> target, float noData)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (sum, count) = (0.0, 0);
            for (var column = 2 * i; column < Math.Min(upper.Length, (2 * i) + 2); column++)
            {
                Add(upper[column]);
                Add(column < lower.Length ? lower[column] : noData);
            }

            target[i] = count == 0 ? noData : (float)(sum / count);

            void Add(float sample) => (sum, count) = sample == noData ? (sum, count) : (sum + sample, count + 1);
        }
    }
}
