namespace RasterAnalysis.Gdal.Writing.Overviews;

// Makes one row of an overview out of two rows of what lies below.
internal interface IHalving<T>
    where T : unmanaged
{
    // Target has half the columns, rounded up. An empty lower row, and the column after an odd last one, are NoData.
    static abstract void Halve(ReadOnlySpan<T> upper, ReadOnlySpan<T> lower, Span<T> target, T noData);
}
