using RasterAnalysis.Rasters;

namespace RasterAnalysis.Polygons;

/// <summary>
/// Takes vertices out of arcs. Each arc is simplified once, for both of its regions; nodes stay, and so do the raster's corners and all vertices on lines that lie some rows apart, so that no more of
/// the raster than the rows between two lines need be known. A vertex goes only where the triangle with its neighbours has no vertex of any arc: the line then passes over nothing, and no two
/// lines cross.
/// </summary>
/// <param name="size">Of the raster.</param>
/// <param name="tolerance">Pixels by which a vertex may lie off the simplified line.</param>
/// <param name="map">The vertices of all arcs since the last line.</param>
internal sealed class ArcSimplifier(RasterSize size, double tolerance, VertexMap map)
{
    // what is longer is cut, so that the time is in proportion to the vertices
    private const int LongestStretch = 512;

    // straight lines between two vertices that stay: a second one between the same two would leave nothing between them
    private readonly HashSet<(GridVertex, GridVertex)> _chords = [];
    private readonly PriorityQueue<(int Vertex, int Version), (double Deviation, int Vertex)> _next = new();
    private int[] _before = [];
    private int[] _after = [];
    private int[] _versions = [];

    /// <summary>Forgets what lies above the line that was reached.</summary>
    public void MoveOn()
    {
        map.MoveOn();
        _chords.Clear();
    }

    /// <summary>Simplifies what of an arc lies below the last line.</summary>
    /// <param name="arc">Its vertices in order; the first and the last stay.</param>
    public GridVertex[] Simplify(GridVertex[] arc)
    {
        var kept = new List<GridVertex>(arc.Length) { arc[0] };
        for (var (first, last) = (0, 1); last < arc.Length; last++)
        {
            if (last == arc.Length - 1 || IsFixed(arc[last]))
            {
                AddPiece(arc.AsSpan(first, last - first + 1), kept);
                first = last;
            }
        }

        return kept.Count == arc.Length ? arc : [.. kept];
    }

    private bool IsFixed(GridVertex vertex) =>
        vertex.Row % map.Rows == 0 || ((vertex.Column == 0 || vertex.Column == size.Width) && (vertex.Row == 0 || vertex.Row == size.Height));

    // What is new of a piece between two vertices that stay; the first one is there already.
    private void AddPiece(ReadOnlySpan<GridVertex> piece, List<GridVertex> kept)
    {
        // those above the line were simplified when it was reached
        if (piece.Length > 2 && piece[1].Row > map.Top)
        {
            AddThinned(piece, kept);
        }
        else
        {
            kept.AddRange(piece[1..]);
        }
    }

    private void AddThinned(ReadOnlySpan<GridVertex> piece, List<GridVertex> kept)
    {
        var last = piece.Length - 1;
        Begin(piece);
        for (var left = last - 1; _next.TryDequeue(out var found, out _);)
        {
            var (vertex, version) = found;
            var (before, after) = (_before[vertex], _after[vertex]);
            if (version != _versions[vertex] || piece[before] == piece[after] || !map.IsEmpty(piece[before], piece[vertex], piece[after]) || !MayGo(piece, left))
            {
                continue;
            }

            map.Clear(piece[vertex]);
            left--;
            (_after[before], _before[after], _versions[vertex]) = (after, before, -1);
            Offer(piece, before);
            Offer(piece, after);
        }

        _next.Clear();
        for (var i = _after[0]; i <= last; i = _after[i])
        {
            kept.Add(piece[i]);
        }
    }

    private void Begin(ReadOnlySpan<GridVertex> piece)
    {
        if (_before.Length < piece.Length)
        {
            var length = Math.Max(piece.Length, 2 * _before.Length);
            (_before, _after, _versions) = (new int[length], new int[length], new int[length]);
        }

        for (var i = 0; i < piece.Length; i++)
        {
            (_before[i], _after[i], _versions[i]) = (i - 1, i + 1, 0);
        }

        for (var i = 1; i < piece.Length - 1; i++)
        {
            Offer(piece, i);
        }
    }

    // Whether one more of the vertices between may go.
    private bool MayGo(ReadOnlySpan<GridVertex> piece, int left)
    {
        var (first, last) = (piece[0], piece[^1]);
        if (left > (first == last ? 2 : 1))
        {
            return true;
        }

        // along the sides of pixels there may be an arc that was straight from the beginning
        return first != last && first.Row != last.Row && first.Column != last.Column
            && _chords.Add((first.Row, first.Column).CompareTo((last.Row, last.Column)) < 0 ? (first, last) : (last, first));
    }

    private void Offer(ReadOnlySpan<GridVertex> piece, int vertex)
    {
        if (vertex <= 0 || vertex >= piece.Length - 1)
        {
            return;
        }

        var version = ++_versions[vertex];
        var (before, after) = (_before[vertex], _after[vertex]);
        if (after - before <= LongestStretch && DeviationOf(piece.Slice(before, after - before + 1)) is var deviation && deviation <= tolerance)
        {
            _next.Enqueue((vertex, version), (deviation, vertex));
        }
    }

    // The farthest that a vertex of a stretch lies from the straight line between its ends.
    private static double DeviationOf(ReadOnlySpan<GridVertex> stretch)
    {
        var (from, to) = (stretch[0], stretch[^1]);
        double dx = to.Column - from.Column, dy = to.Row - from.Row;
        var squared = (dx * dx) + (dy * dy);
        var most = 0.0;
        foreach (var vertex in stretch[1..^1])
        {
            double x = vertex.Column - from.Column, y = vertex.Row - from.Row;
            var along = squared == 0 ? 0 : Math.Clamp(((x * dx) + (y * dy)) / squared, 0, 1);
            (x, y) = (x - (along * dx), y - (along * dy));
            most = Math.Max(most, (x * x) + (y * y));
        }

        return Math.Sqrt(most);
    }
}
