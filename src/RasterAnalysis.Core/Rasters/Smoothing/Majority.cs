namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>The majority filter: each pixel gets the value that most pixels of a window around it have; of several, its own, or the lowest. NoData stays, and has no vote.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="window">Columns and rows of the window, odd.</param>
/// <param name="noData">The value that is no class.</param>
public sealed class Majority(int window, ushort noData)
{
    private readonly int[] _counts = new int[ushort.MaxValue + 1];
    private readonly List<ushort> _present = [];

    /// <summary>Pixels around a window that <see cref="Filter"/> needs.</summary>
    public int Reach => window / 2;

    /// <summary>Filters a window of a raster.</summary>
    /// <param name="around">The part of the raster that was read: the window grown by <see cref="Reach"/>, as far as the raster goes.</param>
    /// <param name="values">Its values, by row.</param>
    /// <param name="inner">The window, inside it.</param>
    /// <param name="filtered">Filled by row.</param>
    public void Filter(PixelWindow around, ReadOnlySpan<ushort> values, PixelWindow inner, Span<ushort> filtered)
    {
        for (var row = inner.RowOffset; row < inner.RowEnd; row++)
        {
            var (top, bottom) = (Math.Max(around.RowOffset, row - Reach), Math.Min(around.RowEnd, row + Reach + 1));
            for (var column = Math.Max(around.ColumnOffset, inner.ColumnOffset - Reach); column < Math.Min(around.ColumnEnd, inner.ColumnOffset + Reach); column++)
            {
                Count(around, values, column, top, bottom, 1);
            }

            for (var column = inner.ColumnOffset; column < inner.ColumnEnd; column++)
            {
                Count(around, values, column + Reach, top, bottom, 1);
                var own = values[((row - around.RowOffset) * around.Width) + column - around.ColumnOffset];
                filtered[((row - inner.RowOffset) * inner.Width) + column - inner.ColumnOffset] = own == noData ? noData : Most(own);
                Count(around, values, column - Reach, top, bottom, -1);
            }

            foreach (var value in _present)
            {
                _counts[value] = 0;
            }

            _present.Clear();
        }
    }

    private void Count(PixelWindow around, ReadOnlySpan<ushort> values, int column, int top, int bottom, int change)
    {
        if (column < around.ColumnOffset || column >= around.ColumnEnd)
        {
            return;
        }

        for (var row = top; row < bottom; row++)
        {
            var value = values[((row - around.RowOffset) * around.Width) + column - around.ColumnOffset];
            if (value == noData)
            {
                continue;
            }

            if (_counts[value] == 0 && change > 0)
            {
                _present.Add(value);
            }

            if ((_counts[value] += change) == 0)
            {
                _present.Remove(value);
            }
        }
    }

    private ushort Most(ushort own)
    {
        var (best, most) = (own, _counts[own]);
        foreach (var value in _present)
        {
            var count = _counts[value];
            if (count > most || (count == most && best != own && value < best))
            {
                (best, most) = (value, count);
            }
        }

        return best;
    }
}
