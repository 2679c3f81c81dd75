namespace RasterAnalysis.Rasters;

/// <summary>Cuts a raster into square pages that begin at its upper left corner; the last ones of a row or column are smaller.</summary>
/// <param name="Size">Size of the raster.</param>
/// <param name="Side">Columns and rows of a page, at least 1.</param>
public readonly record struct PageGrid(RasterSize Size, int Side)
{
    /// <summary>The pages that hold the pixels of a window, as a rectangle of page columns and page rows.</summary>
    /// <param name="window">Pixels; those outside of the raster are on no page.</param>
    public PixelWindow PagesOf(PixelWindow window)
    {
        var inside = window.Intersect(PixelWindow.Whole(Size));
        if (inside.IsEmpty)
        {
            return default;
        }

        var (column, row) = (inside.ColumnOffset / Side, inside.RowOffset / Side);
        return new PixelWindow(column, row, ((inside.ColumnEnd - 1) / Side) + 1 - column, ((inside.RowEnd - 1) / Side) + 1 - row);
    }

    /// <summary>Every page.</summary>
    public PixelWindow All => PagesOf(PixelWindow.Whole(Size));

    /// <summary>The pixels of one page.</summary>
    /// <param name="column">Page column, from 0.</param>
    /// <param name="row">Page row, from 0.</param>
    public PixelWindow WindowOf(int column, int row) => WindowOf(new PixelWindow(column, row, 1, 1));

    /// <summary>The pixels of a rectangle of pages.</summary>
    /// <param name="pages">Page columns and page rows.</param>
    public PixelWindow WindowOf(PixelWindow pages)
    {
        var (left, top) = ((long)pages.ColumnOffset * Side, (long)pages.RowOffset * Side);
        var (right, bottom) = (Math.Min(Size.Width, (long)pages.ColumnEnd * Side), Math.Min(Size.Height, (long)pages.RowEnd * Side));
        return new PixelWindow((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }

    /// <summary>Cuts a window into parts of at most so many columns and rows, row by row.</summary>
    /// <param name="window">The window.</param>
    /// <param name="side">Most columns and rows of a part, at least 1.</param>
    public static IEnumerable<PixelWindow> Split(PixelWindow window, int side)
    {
        for (var row = window.RowOffset; row < window.RowEnd; row += Math.Min(side, window.RowEnd - row))
        {
            for (var column = window.ColumnOffset; column < window.ColumnEnd; column += Math.Min(side, window.ColumnEnd - column))
            {
                yield return new PixelWindow(column, row, Math.Min(side, window.ColumnEnd - column), Math.Min(side, window.RowEnd - row));
            }
        }
    }
}
