namespace RasterAnalysis.Gdal.Writing.Overviews;

// GDAL's AVERAGE of bytes: the mean of two by two, NoData left out, halves rounded up.
internal sealed class ByteAverage : IHalving<byte>
{
    public static void Halve(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> target, byte noData)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (sum, count) = (0, 0);
            for (var column = 2 * i; column < Math.Min(upper.Length, (2 * i) + 2); column++)
            {
                Add(upper[column]);
                Add(column < lower.Length ? lower[column] : noData);
            }

            target[i] = count == 0 ? noData : (byte)((sum + (count / 2)) / count);

            void Add(byte sample) => (sum, count) = sample == noData ? (sum, count) : (sum + sample, count + 1);
        }
    }
}
