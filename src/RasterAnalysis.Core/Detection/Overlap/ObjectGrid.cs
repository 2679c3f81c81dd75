namespace RasterAnalysis.Detection.Overlap;

/// <summary>
/// Finds objects near another. Each lies in one cell of a grid whose cells are at least as large as it; there is such a grid for each power of two, so that large objects are found as
/// quickly as small ones.
/// </summary>
internal sealed class ObjectGrid
{
    // cells of 32 pixels: most objects have some tens, and more and finer grids are more to look through
    private const int FinestLevel = 5;
    private readonly SortedDictionary<int, Dictionary<(long Column, long Row), List<HeldObject>>> _levels = [];

    /// <summary>Adds an object.</summary>
    public void Add(HeldObject one)
    {
        var (level, cell) = Cell(one);
        if (!_levels.TryGetValue(level, out var cells))
        {
            _levels.Add(level, cells = []);
        }

        if (!cells.TryGetValue(cell, out var list))
        {
            cells.Add(cell, list = []);
        }

        one.Place = list.Count;
        list.Add(one);
    }

    /// <summary>Takes an object out that is in it.</summary>
    public void Remove(HeldObject one)
    {
        var (level, cell) = Cell(one);
        var cells = _levels[level];
        var list = cells[cell];
        list[^1].Place = one.Place;
        list[one.Place] = list[^1];
        list.RemoveAt(list.Count - 1);
        if (list.Count == 0)
        {
            cells.Remove(cell);
        }

        if (cells.Count == 0)
        {
            _levels.Remove(level);
        }
    }

    /// <summary>Objects that may overlap with one, itself among them. The grid must not be changed while they are gone through.</summary>
    public IEnumerable<HeldObject> Near(HeldObject one)
    {
        foreach (var (level, cells) in _levels)
        {
            var size = Math.ScaleB(1, level);
            var (fromColumn, toColumn) = (Math.Floor(one.Left / size) - 1, Math.Floor(one.Right / size));
            var (fromRow, toRow) = (Math.Floor(one.Top / size) - 1, Math.Floor(one.Bottom / size));

            // a large object covers more cells than there are
            if ((toColumn - fromColumn + 1) * (toRow - fromRow + 1) >= cells.Count)
            {
                foreach (var ((column, row), list) in cells)
                {
                    if (column >= fromColumn && column <= toColumn && row >= fromRow && row <= toRow)
                    {
                        foreach (var found in list)
                        {
                            yield return found;
                        }
                    }
                }

                continue;
            }

            for (var row = (long)fromRow; row <= toRow; row++)
            {
                for (var column = (long)fromColumn; column <= toColumn; column++)
                {
                    foreach (var found in cells.GetValueOrDefault((column, row)) ?? [])
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    private static (int Level, (long Column, long Row) Cell) Cell(HeldObject one)
    {
        var level = Math.Max(FinestLevel, Math.ILogB(Math.Max(one.Right - one.Left, one.Bottom - one.Top)) + 1);
        var size = Math.ScaleB(1, level);
        return (level, ((long)Math.Floor(one.Left / size), (long)Math.Floor(one.Top / size)));
    }
}
