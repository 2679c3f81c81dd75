namespace RasterAnalysis.Polygons;

/// <summary>
/// A line of pixels' sides along which the same two regions meet: from a node to a node, or round to where it began. A node is a vertex at which more than two such sides meet. It grows at both ends
/// as rows come; its order is from its front to its back, and its regions lie to the left and right of that.
/// </summary>
internal sealed class Arc
{
    private readonly Region _left;
    private readonly Region _right;
    private List<GridVertex>? _front;
    private List<GridVertex>? _back;

    private Arc(GridVertex start, Region left, Region right) => (_left, _right, _back) = (left, right, [start]);

    /// <summary>Its vertices in order, once it is complete; a ring ends where it begins.</summary>
    public GridVertex[] Vertices { get; set; } = [];

    /// <summary>Whether it came round.</summary>
    public bool IsRing { get; private set; }

    /// <summary>Which way it leaves the node at its front.</summary>
    public Heading LeavesFront { get; private set; }

    /// <summary>Which way it comes to the node at its back.</summary>
    public Heading ReachesBack { get; private set; }

    private ArcEnd? Front { get; set; }

    private ArcEnd? Back { get; set; }

    private int Count => _back!.Count + (_front?.Count ?? 0);

    /// <summary>Begins one at a corner, with both ends open: to the east and to the south.</summary>
    /// <param name="corner">The corner.</param>
    /// <param name="outer">The region of the three pixels around the corner that are one.</param>
    /// <param name="inner">The region of the pixel to the south-east.</param>
    public static (ArcEnd East, ArcEnd South) AtCorner(GridVertex corner, Region outer, Region inner)
    {
        // on its way east it has the north to its left
        var arc = new Arc(corner, outer, inner);
        arc.Front = new ArcEnd(arc, isBack: false);
        arc.Back = new ArcEnd(arc, isBack: true);
        return (arc.Back, arc.Front);
    }

    /// <summary>Begins one at a node.</summary>
    public static ArcEnd AtNode(GridVertex node, Heading heading, Region left, Region right)
    {
        var arc = new Arc(node, left, right) { LeavesFront = heading };
        return arc.Back = new ArcEnd(arc, isBack: true);
    }

    /// <summary>Goes on from an end to a vertex.</summary>
    public static void Add(ArcEnd end, GridVertex vertex) => end.Arc.ListOf(end).Add(vertex);

    /// <summary>Ends one at a node.</summary>
    /// <param name="end">The end that comes to it.</param>
    /// <param name="node">The node.</param>
    /// <param name="heading">Which way it comes.</param>
    /// <returns>The arc, if it is complete now; null if its other end is open.</returns>
    public static Arc? Finish(ArcEnd end, GridVertex node, Heading heading)
    {
        Add(end, node);
        return end.Arc.Close(end.IsBack, end.IsBack ? heading : heading.Turned(2));
    }

    /// <summary>Lets two open ends meet at a corner.</summary>
    /// <returns>The arc, if it is complete now; null if an end is open.</returns>
    public static Arc? Meet(ArcEnd one, ArcEnd other, GridVertex corner)
    {
        if (one.Arc == other.Arc)
        {
            return one.Arc.CloseRing(one, corner);
        }

        // the shorter one is copied
        var (to, from) = one.Arc.Count >= other.Arc.Count ? (one, other) : (other, one);
        Add(to, corner);
        to.Arc.Take(to, from);
        var part = from.Arc;
        if ((from.IsBack ? part.Front : part.Back) is { } open)
        {
            (open.Arc, open.IsBack) = (to.Arc, to.IsBack);
            to.Arc.Set(to.IsBack, open);
            return null;
        }

        // what leaves the one's front comes to the other's back
        var heading = from.IsBack ? part.LeavesFront : part.ReachesBack;
        return to.Arc.Close(to.IsBack, from.IsBack == to.IsBack ? heading.Turned(2) : heading);
    }

    /// <summary>Replaces the vertices so far, of an arc that is still open, without its ends.</summary>
    public void Rewrite(Func<GridVertex[], GridVertex[]> change)
    {
        _back = [.. change(Sequence())];
        _front = null;
    }

    private Arc CloseRing(ArcEnd end, GridVertex corner)
    {
        Add(end, corner);
        (Front, Back, IsRing) = (null, null, true);
        var around = Sequence();
        return Complete([.. around, around[0]]);
    }

    private Arc? Close(bool isBack, Heading heading)
    {
        Set(isBack, null);
        if (isBack)
        {
            ReachesBack = heading;
        }
        else
        {
            LeavesFront = heading;
        }

        return Front is null && Back is null ? Complete(Sequence()) : null;
    }

    private Arc Complete(GridVertex[] vertices)
    {
        Vertices = vertices;
        (_front, _back) = (null, null);
        _left.Root.Add(this, isForward: true);
        _right.Root.Add(this, isForward: false);
        return this;
    }

    private void Set(bool isBack, ArcEnd? end)
    {
        if (isBack)
        {
            Back = end;
        }
        else
        {
            Front = end;
        }
    }

    private List<GridVertex> ListOf(ArcEnd end) => end.IsBack ? _back! : _front ??= [];

    // The vertices of another arc, from one of its ends on.
    private void Take(ArcEnd to, ArcEnd from)
    {
        var vertices = from.Arc.Sequence();
        if (from.IsBack)
        {
            vertices.AsSpan().Reverse();
        }

        ListOf(to).AddRange(vertices);
    }

    private GridVertex[] Sequence()
    {
        var front = _front?.Count ?? 0;
        var all = new GridVertex[front + _back!.Count];
        _front?.CopyTo(all);
        all.AsSpan(0, front).Reverse();
        _back.CopyTo(all, front);
        return all;
    }
}
