namespace RasterAnalysis.Features;

// The segments of rings or lines, sorted into bands of y, so that those near a place are found without looking at all. Immutable.
internal sealed class SegmentBands
{
    private const int MostBands = 1024;
    private const double Tolerance = 1e-12;

    private readonly double[] _segments;
    private readonly int[][] _bands;
    private readonly double _yMin;
    private readonly double _height;

    public SegmentBands(IEnumerable<double[]> parts)
    {
        var segments = new List<double>();
        foreach (var part in parts)
        {
            for (var i = 0; i + 3 < part.Length; i += 2)
            {
                segments.AddRange([part[i], part[i + 1], part[i + 2], part[i + 3]]);
            }
        }

        _segments = [.. segments];
        var (yMin, yMax) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 1; i < _segments.Length; i += 2)
        {
            (yMin, yMax) = (Math.Min(yMin, _segments[i]), Math.Max(yMax, _segments[i]));
        }

        var count = Math.Clamp(Count / 4, 1, MostBands);
        (_yMin, _height) = (yMin, (yMax - yMin) / count);
        var bands = new List<int>[count];
        for (var i = 0; i < Count; i++)
        {
            var (from, to) = BandsOf(_segments[(4 * i) + 1], _segments[(4 * i) + 3], count);
            for (var band = from; band <= to; band++)
            {
                (bands[band] ??= []).Add(i);
            }
        }

        _bands = [.. bands.Select(band => band is null ? [] : band.ToArray())];
    }

    public int Count => _segments.Length / 4;

    public (double X1, double Y1, double X2, double Y2) this[int segment] => (_segments[4 * segment], _segments[(4 * segment) + 1], _segments[(4 * segment) + 2], _segments[(4 * segment) + 3]);

    // Numbers of the segments whose rectangle has a point in common with this; some of them twice.
    public IEnumerable<int> Near(double xMin, double yMin, double xMax, double yMax)
    {
        if (Count == 0)
        {
            yield break;
        }

        var (from, to) = BandsOf(yMin, yMax, _bands.Length);
        for (var band = from; band <= to; band++)
        {
            foreach (var i in _bands[band])
            {
                var (x1, y1, x2, y2) = this[i];
                if (Math.Min(x1, x2) <= xMax && Math.Max(x1, x2) >= xMin && Math.Min(y1, y2) <= yMax && Math.Max(y1, y2) >= yMin)
                {
                    yield return i;
                }
            }
        }
    }

    // 1 within an odd number of rings, -1 outside, 0 on a line.
    public int SideOf(double x, double y)
    {
        if (Count == 0)
        {
            return -1;
        }

        var isInside = false;
        var (band, _) = BandsOf(y, y, _bands.Length);
        foreach (var i in _bands[band])
        {
            var (x1, y1, x2, y2) = this[i];
            if (IsOn(x, y, x1, y1, x2, y2))
            {
                return 0;
            }

            if (y1 > y != y2 > y && x < x1 + ((y - y1) / (y2 - y1) * (x2 - x1)))
            {
                isInside = !isInside;
            }
        }

        return isInside ? 1 : -1;
    }

    public static bool Cross((double X1, double Y1, double X2, double Y2) a, (double X1, double Y1, double X2, double Y2) b)
    {
        var (d1, d2) = (Turn(b, a.X1, a.Y1), Turn(b, a.X2, a.Y2));
        var (d3, d4) = (Turn(a, b.X1, b.Y1), Turn(a, b.X2, b.Y2));
        return ((d1 > 0 && d2 < 0) || (d1 < 0 && d2 > 0)) && ((d3 > 0 && d4 < 0) || (d3 < 0 && d4 > 0))
            || IsOn(a.X1, a.Y1, b.X1, b.Y1, b.X2, b.Y2) || IsOn(a.X2, a.Y2, b.X1, b.Y1, b.X2, b.Y2)
            || IsOn(b.X1, b.Y1, a.X1, a.Y1, a.X2, a.Y2) || IsOn(b.X2, b.Y2, a.X1, a.Y1, a.X2, a.Y2);
    }

    // The middles of the pieces into which the lines of this cut a segment.
    public IEnumerable<(double X, double Y)> PiecesOf((double X1, double Y1, double X2, double Y2) segment)
    {
        var (x1, y1, x2, y2) = segment;
        var (dx, dy) = (x2 - x1, y2 - y1);
        var cuts = new SortedSet<double> { 0, 1 };
        foreach (var i in Near(Math.Min(x1, x2), Math.Min(y1, y2), Math.Max(x1, x2), Math.Max(y1, y2)))
        {
            var other = this[i];
            var (ex, ey) = (other.X2 - other.X1, other.Y2 - other.Y1);
            var cross = (dx * ey) - (dy * ex);
            if (cross != 0)
            {
                Add((((other.X1 - x1) * ey) - ((other.Y1 - y1) * ex)) / cross);
            }
            else if (dx != 0 || dy != 0)
            {
                // along the same line, or beside it, where a cut does no harm
                Add((((other.X1 - x1) * dx) + ((other.Y1 - y1) * dy)) / ((dx * dx) + (dy * dy)));
                Add((((other.X2 - x1) * dx) + ((other.Y2 - y1) * dy)) / ((dx * dx) + (dy * dy)));
            }
        }

        var before = 0.0;
        foreach (var cut in cuts.Skip(1))
        {
            // what is shorter is an error of the last digits
            if (cut - before > 1e-9)
            {
                yield return (x1 + ((before + cut) / 2 * dx), y1 + ((before + cut) / 2 * dy));
            }

            before = cut;
        }

        void Add(double cut)
        {
            if (cut is > 0 and < 1)
            {
                cuts.Add(cut);
            }
        }
    }

    private static double Turn((double X1, double Y1, double X2, double Y2) line, double x, double y) =>
        ((line.X2 - line.X1) * (y - line.Y1)) - ((line.Y2 - line.Y1) * (x - line.X1));

    // Within the last digits of the coordinates: middles of segments are rounded.
    private static bool IsOn(double x, double y, double x1, double y1, double x2, double y2)
    {
        var slack = Tolerance * (Math.Abs(x) + Math.Abs(y) + Math.Abs(x2 - x1) + Math.Abs(y2 - y1));
        if (x < Math.Min(x1, x2) - slack || x > Math.Max(x1, x2) + slack || y < Math.Min(y1, y2) - slack || y > Math.Max(y1, y2) + slack)
        {
            return false;
        }

        var (dx, dy) = (x2 - x1, y2 - y1);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        return length == 0 || Math.Abs((dx * (y - y1)) - (dy * (x - x1))) <= slack * length;
    }

    private (int From, int To) BandsOf(double y1, double y2, int count) => (BandOf(Math.Min(y1, y2), count), BandOf(Math.Max(y1, y2), count));

    private int BandOf(double y, int count) => _height > 0 ? (int)Math.Clamp((y - _yMin) / _height, 0, count - 1) : 0;
}
