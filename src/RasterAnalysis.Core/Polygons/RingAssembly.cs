namespace RasterAnalysis.Polygons;

/// <summary>Puts the arcs of a region together to its rings.</summary>
internal static class RingAssembly
{
    /// <summary>The rings, the outer one first.</summary>
    /// <param name="arcs">All arcs of the region, which lies to the left of each.</param>
    public static List<GridVertex[]> RingsOf(IEnumerable<ArcUse> arcs)
    {
        var rings = new List<GridVertex[]>(1);
        var open = new List<ArcUse>();
        foreach (var use in arcs)
        {
            if (use.IsRing)
            {
                rings.Add(Ring([use]));
            }
            else
            {
                open.Add(use);
            }
        }

        var followers = Followers(open);
        var isTaken = new bool[open.Count];
        var ring = new List<ArcUse>();
        for (var first = 0; first < open.Count; first++)
        {
            for (var next = first; !isTaken[next]; next = followers[next])
            {
                isTaken[next] = true;
                ring.Add(open[next]);
            }

            if (ring.Count > 0)
            {
                rings.Add(Ring(ring));
                ring.Clear();
            }
        }

        // all others lie inside of it
        var outer = rings.Count == 1 ? 0 : rings.Index().MaxBy(each => Math.Abs(TwiceArea(each.Item))).Index;
        (rings[0], rings[outer]) = (rings[outer], rings[0]);
        return rings;
    }

    // The arc on which the outline goes on behind each arc. At a corner at which the region meets itself two go on: then it is the one to the right. The ring so goes round the pixel of another
    // region, and touches itself nowhere.
    private static int[] Followers(List<ArcUse> arcs)
    {
        var starts = new Dictionary<GridVertex, (int One, int Other)>(arcs.Count);
        for (var i = 0; i < arcs.Count; i++)
        {
            starts[arcs[i].Start] = starts.TryGetValue(arcs[i].Start, out var there) ? (there.One, i) : (i, -1);
        }

        var followers = new int[arcs.Count];
        for (var i = 0; i < followers.Length; i++)
        {
            var (one, other) = starts[arcs[i].End];
            followers[i] = other >= 0 && arcs[other].Leaves == arcs[i].Reaches.Turned(1) ? other : one;
        }

        return followers;
    }

    private static GridVertex[] Ring(List<ArcUse> arcs)
    {
        var ring = new GridVertex[arcs.Sum(arc => arc.Count - 1) + 1];
        var at = 0;
        foreach (var arc in arcs)
        {
            arc.CopyTo(ring.AsSpan(at));
            at += arc.Count - 1;
        }

        return ring;
    }

    private static long TwiceArea(GridVertex[] ring)
    {
        var sum = 0L;
        for (var i = 1; i < ring.Length; i++)
        {
            sum += ((long)ring[i - 1].Column * ring[i].Row) - ((long)ring[i].Column * ring[i - 1].Row);
        }

        return sum;
    }
}
