namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>Walks over a small patch and finds its neighbours.</summary>
/// <remarks>Not thread-safe; what it found last stays until the next walk.</remarks>
internal sealed class PatchSurroundings(PatchRaster raster, ushort noData, bool hasDiagonals)
{
    // a list of so many is searched through more quickly than a table
    private const int Few = 16;

    private readonly List<long> _pixels = [];
    private readonly HashSet<long> _seen = [];
    private readonly List<(long Root, long Edges)> _neighbours = [];
    private readonly Dictionary<long, int> _places = [];

    /// <summary>The roots of the neighbours, each once, with the edges of pixels that they share with the patch: 0 where they touch at corners alone.</summary>
    public IReadOnlyList<(long Root, long Edges)> Neighbours => _neighbours;

    /// <summary>Looks round a patch.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="size">Its pixels.</param>
    public void Walk(long root, long size)
    {
        _pixels.Clear();
        _neighbours.Clear();
        _pixels.Add(root);
        if (_seen.Count > 0)
        {
            _seen.Clear();
        }

        if (size > Few)
        {
            _seen.Add(root);
        }
        Span<long> around = stackalloc long[8];
        for (var next = 0; next < _pixels.Count; next++)
        {
            raster.Neighbours(_pixels[next], around);
            for (var side = 0; side < (hasDiagonals ? 8 : 4); side++)
            {
                if (around[side] < 0)
                {
                    continue;
                }

                var other = raster.Look(around[side]);
                if (other != root)
                {
                    Note(other, side < 4 ? 1 : 0);
                }
                else if (size > 1 && IsNew(around[side], size))
                {
                    _pixels.Add(around[side]);
                }
            }
        }
    }

    /// <summary>
    /// Value and size of the neighbour that the patch belongs to: the one with the longest shared border, of several the largest, of these the one with the lowest value. Neighbours that are
    /// alike in all three have
    /// one value, so there is never a choice left. Null where NoData and the raster's edge alone surround it.
    /// </summary>
    public (ushort Value, long Size)? Choose()
    {
        (long Edges, long Size, int Value)? best = null;
        foreach (var (root, edges) in _neighbours)
        {
            var (value, size) = raster.PatchOf(root);
            if (best is null || (edges, size, -value).CompareTo(best.Value) > 0)
            {
                best = (edges, size, -value);
            }
        }

        return best is { } found ? ((ushort)-found.Value, found.Size) : null;
    }

    private bool IsNew(long pixel, long size) => size <= Few ? !_pixels.Contains(pixel) : _seen.Add(pixel);

    private void Note(long root, int edges)
    {
        if (raster.PatchOf(root).Value == noData)
        {
            return;
        }

        var place = PlaceOf(root);
        if (place >= 0)
        {
            _neighbours[place] = (root, _neighbours[place].Edges + edges);
            return;
        }

        if (_neighbours.Count == Few)
        {
            _places.Clear();
            foreach (var (number, neighbour) in _neighbours.Index())
            {
                _places[neighbour.Root] = number;
            }
        }

        if (_neighbours.Count >= Few)
        {
            _places[root] = _neighbours.Count;
        }

        _neighbours.Add((root, edges));
    }

    private int PlaceOf(long root)
    {
        if (_neighbours.Count > Few)
        {
            return _places.GetValueOrDefault(root, -1);
        }

        for (var place = 0; place < _neighbours.Count; place++)
        {
            if (_neighbours[place].Root == root)
            {
                return place;
            }
        }

        return -1;
    }
}
