using System.Numerics;

namespace RasterAnalysis.Polygons;

/// <summary>Which corners of pixels are vertices of arcs, in the rows between two lines: a bit for each.</summary>
/// <param name="columns">Corners in a row.</param>
/// <param name="rows">Rows from one line to the next.</param>
internal sealed class VertexMap(int columns, int rows)
{
    private const int Bits = 64;
    private readonly int _words = (columns + Bits - 1) / Bits;
    private readonly ulong[] _bits = new ulong[(long)(rows + 1) * ((columns + Bits - 1) / Bits)];

    /// <summary>Rows from one line to the next.</summary>
    public int Rows => rows;

    /// <summary>The first row: a line.</summary>
    public int Top { get; private set; }

    public void Set(GridVertex vertex) => WordOf(vertex) |= 1UL << (vertex.Column % Bits);

    public void Clear(GridVertex vertex) => WordOf(vertex) &= ~(1UL << (vertex.Column % Bits));

    /// <summary>Goes on to the next line; of the rows above, that line alone stays.</summary>
    public void MoveOn()
    {
        Array.Copy(_bits, rows * _words, _bits, 0, _words);
        Array.Clear(_bits, _words, rows * _words);
        Top += rows;
    }

    /// <summary>Whether a triangle, with its sides, has no vertex but its own three.</summary>
    public bool IsEmpty(GridVertex a, GridVertex b, GridVertex c)
    {
        var (first, last) = (Math.Min(a.Row, Math.Min(b.Row, c.Row)), Math.Max(a.Row, Math.Max(b.Row, c.Row)));
        for (var row = first; row <= last; row++)
        {
            var (low, high) = (int.MaxValue, int.MinValue);
            Span(a, b, row, ref low, ref high);
            Span(b, c, row, ref low, ref high);
            Span(c, a, row, ref low, ref high);
            if (low <= high && CountOf(row, low, high) > Own(a, row, low, high) + Own(b, row, low, high) + Own(c, row, low, high))
            {
                return false;
            }
        }

        return true;
    }

    private static int Own(GridVertex vertex, int row, int low, int high) => vertex.Row == row && vertex.Column >= low && vertex.Column <= high ? 1 : 0;

    // Widens a row's columns by the columns between a side's points in that row. Whole columns inside: up from the low end, down from the high one.
    private static void Span(GridVertex from, GridVertex to, int row, ref int low, ref int high)
    {
        if (from.Row > to.Row)
        {
            (from, to) = (to, from);
        }

        if (row < from.Row || row > to.Row)
        {
            return;
        }

        if (from.Row == to.Row)
        {
            (low, high) = (Math.Min(low, Math.Min(from.Column, to.Column)), Math.Max(high, Math.Max(from.Column, to.Column)));
            return;
        }

        long rise = to.Row - from.Row, way = (long)(to.Column - from.Column) * (row - from.Row);
        low = (int)Math.Min(low, from.Column + Ceiling(way, rise));
        high = (int)Math.Max(high, from.Column + Floor(way, rise));
    }

    private static long Floor(long number, long divisor) => number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor);

    private static long Ceiling(long number, long divisor) => -Floor(-number, divisor);

    private int CountOf(int row, int low, int high)
    {
        var words = _bits.AsSpan((row - Top) * _words, _words);
        var (first, last) = (low / Bits, high / Bits);
        var (head, tail) = (ulong.MaxValue << (low % Bits), ulong.MaxValue >> (Bits - 1 - (high % Bits)));
        if (first == last)
        {
            return BitOperations.PopCount(words[first] & head & tail);
        }

        var count = BitOperations.PopCount(words[first] & head) + BitOperations.PopCount(words[last] & tail);
        for (var i = first + 1; i < last; i++)
        {
            count += BitOperations.PopCount(words[i]);
        }

        return count;
    }

    private ref ulong WordOf(GridVertex vertex) => ref _bits[((long)(vertex.Row - Top) * _words) + (vertex.Column / Bits)];
}
