namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>
/// The patches of a class raster: connected pixels of one value. Each pixel's cell leads to the root of its patch, which is one of its pixels; the root's cell has the patch's value and size.
/// </summary>
/// <remarks>Not thread-safe. A pixel is known by the number of its cell: squares by row, and pixels by row within a square.</remarks>
internal sealed class PatchRaster(RasterSize size, ushort noData, bool hasDiagonals, CellPages cells)
{
    private const int Side = CellPages.Side;
    private const int Length = CellPages.Length;
    private const int ValueShift = 48;
    private const ulong RootFlag = 1UL << 47;
    private const ulong LinkMask = RootFlag - 1;

    private readonly int _across = (size.Width + Side - 1) / Side;
    private readonly int[] _parents = new int[Length];
    private readonly ushort[] _values = new ushort[Length];
    private readonly bool[] _isRead = new bool[cells.Count];

    /// <summary>How many squares a raster has.</summary>
    public static int PagesOf(RasterSize size) => checked(((size.Width + Side - 1) / Side) * ((size.Height + Side - 1) / Side));

    /// <summary>Takes the squares of a window in.</summary>
    /// <param name="window">Inside the raster; it begins where a square does, and ends where one does or the raster.</param>
    /// <param name="values">Its values, by row.</param>
    public void Add(PixelWindow window, ReadOnlySpan<ushort> values)
    {
        for (var row = window.RowOffset; row < window.RowEnd; row += Side)
        {
            for (var column = window.ColumnOffset; column < window.ColumnEnd; column += Side)
            {
                Array.Fill(_values, noData);
                var width = Math.Min(Side, window.ColumnEnd - column);
                for (var line = 0; line < Math.Min(Side, window.RowEnd - row); line++)
                {
                    var start = ((row - window.RowOffset + line) * window.Width) + column - window.ColumnOffset;
                    values.Slice(start, width).CopyTo(_values.AsSpan(line * Side));
                }

                AddSquare(((row / Side) * _across) + (column / Side));
            }
        }
    }

    /// <summary>The values of a window as they are now.</summary>
    /// <param name="window">As in <see cref="Add"/>.</param>
    /// <param name="values">Filled by row.</param>
    public void Read(PixelWindow window, Span<ushort> values)
    {
        for (var row = window.RowOffset; row < window.RowEnd; row += Side)
        {
            for (var column = window.ColumnOffset; column < window.ColumnEnd; column += Side)
            {
                var first = (long)(((row / Side) * _across) + (column / Side)) << CellPages.Shift;
                for (var line = 0; line < Math.Min(Side, window.RowEnd - row); line++)
                {
                    var target = values.Slice(((row - window.RowOffset + line) * window.Width) + column - window.ColumnOffset, Math.Min(Side, window.ColumnEnd - column));
                    for (var place = 0; place < target.Length; place++)
                    {
                        target[place] = PatchOf(Look(first + (line * Side) + place)).Value;
                    }
                }
            }
        }
    }

    /// <summary>Value and size of the patch with a root; null where the pixel is no root. NoData is a patch of no pixel.</summary>
    public (ushort Value, long Size)? TryPatchOf(long pixel)
    {
        var cell = cells.Get(pixel);
        return (cell & RootFlag) != 0 ? ((ushort)(cell >> ValueShift), (long)(cell & LinkMask)) : null;
    }

    /// <summary>Value and size of the patch with a root.</summary>
    public (ushort Value, long Size) PatchOf(long root)
    {
        var cell = cells.Get(root);
        return ((ushort)(cell >> ValueShift), (long)(cell & LinkMask));
    }

    /// <summary>The root of a pixel's patch, without a change to any cell.</summary>
    public long Look(long pixel)
    {
        for (var cell = cells.Get(pixel); (cell & RootFlag) == 0; cell = cells.Get(pixel))
        {
            pixel = (long)(cell & LinkMask);
        }

        return pixel;
    }

    /// <summary>The root of a pixel's patch; the way to it is shortened.</summary>
    public long Find(long pixel)
    {
        var cell = cells.Get(pixel);
        if ((cell & RootFlag) != 0)
        {
            return pixel;
        }

        var parent = (long)(cell & LinkMask);
        var above = cells.Get(parent);
        if ((above & RootFlag) != 0)
        {
            return parent;
        }

        var root = parent;
        do
        {
            root = (long)(above & LinkMask);
            above = cells.Get(root);
        }
        while ((above & RootFlag) == 0);

        for (var (place, at) = (pixel, cell); (long)(at & LinkMask) != root;)
        {
            cells.Set(place, (at & ~LinkMask) | (ulong)root);
            place = (long)(at & LinkMask);
            at = cells.Get(place);
        }

        return root;
    }

    /// <summary>Gives a patch another value; it does not join its neighbours.</summary>
    public void SetValue(long root, ushort value) => cells.Set(root, (cells.Get(root) & ~(0xFFFFUL << ValueShift)) | ((ulong)value << ValueShift));

    /// <summary>Makes one patch of two, which have one value.</summary>
    /// <returns>Its root.</returns>
    public long Join(long one, long other)
    {
        var (first, second) = (Find(one), Find(other));
        if (first == second)
        {
            return first;
        }

        var (firstCell, secondCell) = (cells.Get(first), cells.Get(second));
        if ((firstCell & LinkMask) < (secondCell & LinkMask))
        {
            (first, second, firstCell, secondCell) = (second, first, secondCell, firstCell);
        }

        cells.Set(first, firstCell + (secondCell & LinkMask));
        cells.Set(second, (secondCell & ~(RootFlag | LinkMask)) | (ulong)first);
        return first;
    }

    /// <summary>Lists the roots of a square.</summary>
    public void Roots(int page, Action<long, ushort, long> take)
    {
        var first = (long)page << CellPages.Shift;
        var square = cells.Page(page);
        for (var place = 0; place < square.Length; place++)
        {
            var cell = square[place];
            if ((cell & RootFlag) != 0 && (cell & LinkMask) != 0)
            {
                take(first + place, (ushort)(cell >> ValueShift), (long)(cell & LinkMask));
            }
        }
    }

    /// <summary>The pixel to the left; -1 beyond the raster. What is beyond its right and lower edge, within a square, is NoData.</summary>
    public long Left(long pixel) => pixel < 0 ? -1
        : (pixel & (Side - 1)) != 0 ? pixel - 1 : (pixel >> CellPages.Shift) % _across == 0 ? -1 : pixel - Length + Side - 1;

    /// <summary>The pixel to the right; -1 beyond the raster.</summary>
    public long Right(long pixel) => pixel < 0 ? -1
        : (pixel & (Side - 1)) != Side - 1 ? pixel + 1 : (pixel >> CellPages.Shift) % _across == _across - 1 ? -1 : pixel + Length - Side + 1;

    /// <summary>The pixel above; -1 beyond the raster.</summary>
    public long Up(long pixel) => pixel < 0 ? -1
        : (pixel & (Length - Side)) != 0 ? pixel - Side : pixel >> CellPages.Shift < _across ? -1 : pixel - ((long)_across * Length) + Length - Side;

    /// <summary>The pixel below; -1 beyond the raster.</summary>
    public long Down(long pixel) => pixel < 0 ? -1
        : (pixel & (Length - Side)) != Length - Side ? pixel + Side
        : pixel >> CellPages.Shift >= cells.Count - _across ? -1 : pixel + ((long)_across * Length) - Length + Side;

    /// <summary>Fills the neighbours of a pixel.</summary>
    /// <param name="pixel">The pixel.</param>
    /// <param name="neighbours">The four that share an edge with it, then the four that share a corner; -1 beyond the raster.</param>
    public void Neighbours(long pixel, Span<long> neighbours)
    {
        var (up, down) = (Up(pixel), Down(pixel));
        neighbours[0] = up;
        neighbours[1] = Left(pixel);
        neighbours[2] = Right(pixel);
        neighbours[3] = down;
        if (hasDiagonals)
        {
            neighbours[4] = Left(up);
            neighbours[5] = Right(up);
            neighbours[6] = Left(down);
            neighbours[7] = Right(down);
        }
    }

    private void AddSquare(int page)
    {
        Label();
        var square = cells.Change(page);
        var first = (ulong)page << CellPages.Shift;
        square.Clear();
        for (var place = 0; place < Length; place++)
        {
            // a parent is never behind its pixel, so its own is the root's already
            var parent = _parents[place] = _parents[_parents[place]];
            square[place] |= ((ulong)_values[place] << ValueShift) | (parent == place ? RootFlag : first + (ulong)parent);
            if (_values[place] != noData)
            {
                square[parent]++;
            }
        }

        _isRead[page] = true;
        JoinOutwards(page);
    }

    /// <summary>Finds the patches of the square alone. Each pixel's parent is itself or an earlier one.</summary>
    private void Label()
    {
        for (var place = 0; place < Length; place++)
        {
            var value = _values[place];
            _parents[place] = place;
            if (value == noData)
            {
                continue;
            }

            var column = place & (Side - 1);
            if (column > 0)
            {
                Same(place, place - 1, value);
            }

            if (place < Side)
            {
                continue;
            }

            Same(place, place - Side, value);
            if (hasDiagonals && column > 0)
            {
                Same(place, place - Side - 1, value);
            }

            if (hasDiagonals && column < Side - 1)
            {
                Same(place, place - Side + 1, value);
            }
        }
    }

    private void Same(int place, int other, ushort value)
    {
        if (_values[other] != value)
        {
            return;
        }

        var (one, two) = (Top(place), Top(other));
        _parents[Math.Max(one, two)] = Math.Min(one, two);
    }

    private int Top(int place)
    {
        while (_parents[place] != place)
        {
            place = _parents[place] = _parents[_parents[place]];
        }

        return place;
    }

    /// <summary>Joins patches over the square's edges, where what lies beyond has been read.</summary>
    private void JoinOutwards(int page)
    {
        Span<long> neighbours = stackalloc long[8];
        var first = (long)page << CellPages.Shift;
        for (var place = 0; place < Length; place += place is >= Side and < Length - Side && (place & (Side - 1)) == 0 ? Side - 1 : 1)
        {
            if (_values[place] == noData)
            {
                continue;
            }

            Neighbours(first + place, neighbours);
            foreach (var neighbour in neighbours[..(hasDiagonals ? 8 : 4)])
            {
                if (neighbour >= 0 && neighbour >> CellPages.Shift is var other && other != page && _isRead[other] && (ushort)(cells.Get(neighbour) >> ValueShift) == _values[place])
                {
                    Join(first + place, neighbour);
                }
            }
        }
    }
}
