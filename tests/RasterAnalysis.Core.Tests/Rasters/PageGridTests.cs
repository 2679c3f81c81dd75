using CsCheck;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Rasters;

/// <summary>Pages cover every pixel of a window once, on the raster's grid, within the limits.</summary>
public sealed class PageGridTests
{
    private static readonly Gen<(PageGrid Grid, PixelWindow Window)> Windows =
        from width in Gen.Int[1, 300]
        from height in Gen.Int[1, 300]
        from side in Gen.Int[1, 90]
        from column in Gen.Int[-20, width]
        from row in Gen.Int[-20, height]
        from columns in Gen.Int[1, 200]
        from rows in Gen.Int[1, 200]
        select (new PageGrid(new RasterSize(width, height), side), new PixelWindow(column, row, columns, rows));

    [Fact]
    public void Pages_cover_every_pixel_of_a_window_once() => Windows.Sample(sample =>
    {
        var (grid, window) = sample;
        var inside = window.Intersect(PixelWindow.Whole(grid.Size));
        var hits = new int[grid.Size.Height, grid.Size.Width];
        var pages = grid.PagesOf(window);
        for (var row = pages.RowOffset; row < pages.RowEnd; row++)
        {
            for (var column = pages.ColumnOffset; column < pages.ColumnEnd; column++)
            {
                var page = grid.WindowOf(column, row);
                Assert.True(page.Width <= grid.Side && page.Height <= grid.Side && page.ColumnOffset % grid.Side == 0 && page.RowOffset % grid.Side == 0);
                Assert.False(page.Intersect(inside).IsEmpty); // none is fetched for nothing
                Count(hits, page);
            }
        }

        AssertOnce(hits, inside, exactly: false);
    });

    [Fact]
    public void Parts_cover_every_pixel_of_a_page_once_and_keep_the_limit() => Windows.Sample(sample =>
    {
        var (grid, window) = sample;
        var inside = window.Intersect(PixelWindow.Whole(grid.Size));
        var hits = new int[grid.Size.Height, grid.Size.Width];
        foreach (var part in PageGrid.Split(inside, grid.Side))
        {
            Assert.True(part is { Width: > 0, Height: > 0 } && part.Width <= grid.Side && part.Height <= grid.Side && inside.Contains(part));
            Count(hits, part);
        }

        AssertOnce(hits, inside, exactly: true);
    });

    [Fact]
    public void The_largest_raster_has_pages_too()
    {
        var grid = new PageGrid(new RasterSize(int.MaxValue, int.MaxValue), 2048);

        var last = grid.WindowOf(grid.All.ColumnEnd - 1, grid.All.RowEnd - 1);

        Assert.Equal(new PixelWindow(int.MaxValue - 2047, int.MaxValue - 2047, 2047, 2047), last);
        Assert.Equal(4, PageGrid.Split(last, 1024).Count());
    }

    private static void Count(int[,] hits, PixelWindow window)
    {
        for (var row = window.RowOffset; row < window.RowEnd; row++)
        {
            for (var column = window.ColumnOffset; column < window.ColumnEnd; column++)
            {
                hits[row, column]++;
            }
        }
    }

    private static void AssertOnce(int[,] hits, PixelWindow inside, bool exactly)
    {
        for (var row = 0; row < hits.GetLength(0); row++)
        {
            for (var column = 0; column < hits.GetLength(1); column++)
            {
                var isInside = inside.Contains(new PixelWindow(column, row, 1, 1));
                Assert.True(isInside ? hits[row, column] == 1 : hits[row, column] <= (exactly ? 0 : 1), $"row {row}, column {column}: {hits[row, column]}");
            }
        }
    }
}
