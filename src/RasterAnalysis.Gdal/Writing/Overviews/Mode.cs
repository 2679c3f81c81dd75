namespace RasterAnalysis.Gdal.Writing.Overviews;

// GDAL's MODE: the most frequent value of two by two pixels, NoData left out; of equally frequent ones the one that in reading order is first
// as frequent: b of a b b a. Values are told apart bit by bit, so that no value appears that the raster does not hold.
internal sealed class Mode<T> : IHalving<T>
    where T : unmanaged, IEquatable<T>
{
    public static void Halve(ReadOnlySpan<T> upper, ReadOnlySpan<T> lower, Span<T> target, T noData)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (left, right) = (2 * i, (2 * i) + 1);
            target[i] = Of(
                upper[left], right < upper.Length ? upper[right] : noData,
                left < lower.Length ? lower[left] : noData, right < lower.Length ? lower[right] : noData, noData);
        }
    }

    private static T Of(T first, T second, T third, T fourth, T noData)
    {
        if (!first.Equals(noData) && (first.Equals(second) || first.Equals(third)))
        {
            return first;
        }

        if (!second.Equals(noData) && second.Equals(third))
        {
            return second;
        }

        if (!fourth.Equals(noData) && (fourth.Equals(first) || fourth.Equals(second)))
        {
            return fourth;
        }

        return !third.Equals(noData) && third.Equals(fourth) ? third
            : !first.Equals(noData) ? first
            : !second.Equals(noData) ? second
            : !third.Equals(noData) ? third : fourth;
    }
}
