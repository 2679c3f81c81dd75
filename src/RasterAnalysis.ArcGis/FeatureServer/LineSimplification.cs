namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Rings with fewer points (Douglas and Peucker's way).</summary>
internal static class LineSimplification
{
    private const int FewestNumbers = 8;

    /// <summary>The points of a ring that are needed so that none of the others lies further from its line than allowed. A ring of which fewer than four points would be left stays as it is.</summary>
    /// <param name="ring">x and y in turn; ends where it begins.</param>
    /// <param name="offset">Map units.</param>
    public static double[] Simplify(double[] ring, double offset)
    {
        var count = ring.Length / 2;
        if (count <= FewestNumbers / 2)
        {
            return ring;
        }

        var isKept = new bool[count];
        var furthest = Furthest(ring, 0, count - 1).Point;
        isKept[0] = isKept[furthest] = isKept[count - 1] = true;
        var open = new Stack<(int From, int To)>([(0, furthest), (furthest, count - 1)]);
        while (open.TryPop(out var piece))
        {
            var (point, distance) = Furthest(ring, piece.From, piece.To);
            if (distance > offset)
            {
                isKept[point] = true;
                open.Push((piece.From, point));
                open.Push((point, piece.To));
            }
        }

        double[] kept = [.. Enumerable.Range(0, count).Where(i => isKept[i]).SelectMany(i => (double[])[ring[2 * i], ring[(2 * i) + 1]])];
        return kept.Length < FewestNumbers ? ring : kept;
    }

    // Between two points, from the straight line between them; from the point itself where they are one.
    private static (int Point, double Distance) Furthest(double[] ring, int from, int to)
    {
        var (x, y) = (ring[2 * from], ring[(2 * from) + 1]);
        var (dx, dy) = (ring[2 * to] - x, ring[(2 * to) + 1] - y);
        var squared = (dx * dx) + (dy * dy);
        var (point, distance) = (from, -1.0);
        for (var i = from + 1; i < to; i++)
        {
            var (px, py) = (ring[2 * i] - x, ring[(2 * i) + 1] - y);
            var share = squared == 0 ? 0 : Math.Clamp(((px * dx) + (py * dy)) / squared, 0, 1);
            var (ex, ey) = (px - (share * dx), py - (share * dy));
            var away = Math.Sqrt((ex * ex) + (ey * ey));
            (point, distance) = away > distance ? (i, away) : (point, distance);
        }

        return (point, distance);
    }
}
