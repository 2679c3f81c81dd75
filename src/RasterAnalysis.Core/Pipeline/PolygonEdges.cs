using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>The edges of a polygon, in the order in which rows meet them. Memory is that of the edges: rows are filled one after another, from those that cross them.</summary>
internal sealed class PolygonEdges
{
    // edges that are left out or looked at together
    private const int GroupSize = 64;

    // x and y in turn, ring after ring, each closed
    private readonly double[] _points;

    // the point at which each edge begins; the one behind it is its end
    private readonly int[] _edges;
    private readonly double[] _highest;
    private readonly double _left = double.PositiveInfinity;
    private readonly double _right = double.NegativeInfinity;

    public PolygonEdges(IReadOnlyList<IReadOnlyList<double>> rings)
    {
        _points = new double[rings.Sum(ring => ring.Count < 2 ? 0 : (ring.Count / 2 * 2) + 2)];
        var edges = new List<int>(_points.Length / 2);
        var end = 0;
        foreach (var ring in rings.Where(ring => ring.Count >= 2))
        {
            for (var i = 0; i < ring.Count / 2; i++, end += 2)
            {
                (_points[end], _points[end + 1]) = (ring[2 * i], ring[(2 * i) + 1]);
                edges.Add(end);
                (_left, _right) = (Math.Min(_left, _points[end]), Math.Max(_right, _points[end]));
            }

            (_points[end], _points[end + 1]) = (ring[0], ring[1]);
            end += 2;
        }

        // what runs along a row crosses none
        _edges = [.. edges.Where(edge => Low(edge) < High(edge))];
        Array.Sort(Array.ConvertAll(_edges, Low), _edges);
        _highest = [.. _edges.Chunk(GroupSize).Select(group => group.Max(High))];
    }

    /// <summary>Writes 1 where the centre of a pixel lies inside.</summary>
    public void Fill(PixelWindow window, Span<byte> wanted)
    {
        // a ring beside the window crosses each row an even number of times before or behind it
        if (_edges.Length == 0 || _right <= window.ColumnOffset || _left >= window.ColumnEnd)
        {
            return;
        }

        var met = Meeting(window.RowOffset + 0.5, window.RowEnd - 0.5);
        var (next, crossing, places) = (0, new List<int>(), new List<double>());
        for (var row = 0; row < window.Height && (next < met.Count || crossing.Count > 0); row++)
        {
            var centre = window.RowOffset + row + 0.5;

            // half open, so that a vertex on a centre line counts once
            while (next < met.Count && Low(met[next]) < centre)
            {
                crossing.Add(met[next++]);
            }

            places.Clear();
            for (var i = crossing.Count - 1; i >= 0; i--)
            {
                if (High(crossing[i]) < centre)
                {
                    crossing[i] = crossing[^1];
                    crossing.RemoveAt(crossing.Count - 1);
                }
                else
                {
                    places.Add(PlaceOf(crossing[i], centre));
                }
            }

            Fill(places, window, wanted.Slice(row * window.Width, window.Width));
        }
    }

    private static void Fill(List<double> places, PixelWindow window, Span<byte> row)
    {
        places.Sort();
        for (var i = 0; i + 1 < places.Count; i += 2)
        {
            var first = Math.Max(0, Math.Ceiling(places[i] - 0.5) - window.ColumnOffset);
            var end = Math.Min(window.Width, Math.Ceiling(places[i + 1] - 0.5) - window.ColumnOffset);
            if (end > first)
            {
                row[(int)first..(int)end].Fill(1);
            }
        }
    }

    private double Low(int edge) => Math.Min(_points[edge + 1], _points[edge + 3]);

    private double High(int edge) => Math.Max(_points[edge + 1], _points[edge + 3]);

    // always from the lower end, so that two polygons see an edge that they share at the same place, whichever way round they go
    private double PlaceOf(int edge, double centre)
    {
        var (low, high) = _points[edge + 1] < _points[edge + 3] ? (edge, edge + 2) : (edge + 2, edge);
        return _points[low] + ((centre - _points[low + 1]) / (_points[high + 1] - _points[low + 1]) * (_points[high] - _points[low]));
    }

    /// <summary>Edges that cross a centre line from the first to the last.</summary>
    private List<int> Meeting(double first, double last)
    {
        var met = new List<int>();
        for (var group = 0; group < _highest.Length && Low(_edges[group * GroupSize]) < last; group++)
        {
            if (_highest[group] >= first)
            {
                foreach (var edge in _edges.AsSpan(group * GroupSize, Math.Min(GroupSize, _edges.Length - (group * GroupSize))))
                {
                    if (High(edge) >= first && Low(edge) < last)
                    {
                        met.Add(edge);
                    }
                }
            }
        }

        return met;
    }
}
