namespace RasterAnalysis.Polygons;

/// <summary>A region as far as it was met: a set of those that turned out to be one (union-find).</summary>
internal sealed class Region(int number, bool isWanted)
{
    private Region? _parent;
    private ArcUse? _first;
    private ArcUse? _last;

    /// <summary>Number of the class.</summary>
    public int Number => number;

    /// <summary>Whether anybody wants its outline.</summary>
    public bool IsWanted => isWanted;

    /// <summary>Pixels so far.</summary>
    public long Pixels { get; private set; }

    /// <summary>Their area so far.</summary>
    public double SquareMetres { get; private set; }

    /// <summary>The last row of pixels in which it was met.</summary>
    public int LastRow { get; private set; }

    /// <summary>Whether the sink has been asked about it.</summary>
    public bool IsGiven { get; set; }

    /// <summary>The region that it is part of.</summary>
    public Region Root
    {
        get
        {
            var root = this;
            while (root._parent is not null)
            {
                root = root._parent;
            }

            // whoever asks next has a short way
            for (var region = this; region._parent is not null;)
            {
                (region, region._parent) = (region._parent, root);
            }

            return root;
        }
    }

    /// <summary>Its arcs so far, of a root.</summary>
    public IEnumerable<ArcUse> Arcs
    {
        get
        {
            for (var use = _first; use is not null; use = use.Next)
            {
                yield return use;
            }
        }
    }

    /// <summary>Adds the pixels of a run, to a root.</summary>
    public void Add(int row, int pixels, double squareMetres) => (LastRow, Pixels, SquareMetres) = (row, Pixels + pixels, SquareMetres + squareMetres);

    /// <summary>Adds an arc that is complete, to a root.</summary>
    public void Add(Arc arc, bool isForward)
    {
        if (isWanted)
        {
            Append(new ArcUse(arc, isForward));
        }
    }

    /// <summary>Lets go of its arcs, once it was given away: each holds the region on its other side, and so the whole map would hang together and stay.</summary>
    public void Forget() => (_first, _last) = (null, null);

    /// <summary>Makes one of two roots.</summary>
    /// <returns>The root of both.</returns>
    public Region Join(Region other)
    {
        if (other == this)
        {
            return this;
        }

        // the larger one stays: so ways to the root stay short
        var (root, part) = Pixels >= other.Pixels ? (this, other) : (other, this);
        part._parent = root;
        root.LastRow = Math.Max(root.LastRow, part.LastRow);
        (root.Pixels, root.SquareMetres) = (root.Pixels + part.Pixels, root.SquareMetres + part.SquareMetres);
        if (part._first is not null)
        {
            root.Append(part._first, part._last);
            (part._first, part._last) = (null, null);
        }

        return root;
    }

    private void Append(ArcUse first, ArcUse? last = null)
    {
        if (_last is null)
        {
            _first = first;
        }
        else
        {
            _last.Next = first;
        }

        _last = last ?? first;
    }
}
