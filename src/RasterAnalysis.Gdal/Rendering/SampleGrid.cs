using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// Which cells of a large grid are looked at, so that a request never reads a whole large raster.
internal sealed record SampleGrid(RasterGrid Grid, IReadOnlyList<PixelWindow> Windows)
{
    private const int WindowsPerSide = 16;

    // Up to so many cells of a raster without overviews are skipped through rather than looked at in windows.
    private const long MaxSkipped = 1 << 26;

    // All cells up to maxCells. Beyond: larger cells where overviews make them cheap, windows spread evenly where every block would be read.
    public static SampleGrid Of(GdalDataset source, IReadOnlyList<int> bands, RasterGrid grid, long maxCells)
    {
        if (grid.Size.PixelCount <= maxCells)
        {
            return Whole(grid);
        }

        var share = Math.Sqrt(maxCells / (double)grid.Size.PixelCount);
        var side = (int)(Math.Max(grid.Size.Width, grid.Size.Height) * share);
        var perSide = Math.Clamp((int)Math.Sqrt(Decimation.MostWindows(source, bands)), 1, WindowsPerSide);
        return grid.Size.PixelCount <= MaxSkipped || LibGdal.GDALGetOverviewCount(source.Band(bands[0]).Handle) > 0
            ? Whole(ViewGrid.Reduced(grid, Math.Max(1, side)))
            : new SampleGrid(grid, Spread(grid.Size, share, perSide));
    }

    private static SampleGrid Whole(RasterGrid grid) => new(grid, [PixelWindow.Whole(grid.Size)]);

    private static List<PixelWindow> Spread(RasterSize size, double share, int perSide)
    {
        var width = Math.Max(1, (int)(size.Width * share / perSide));
        var height = Math.Max(1, (int)(size.Height * share / perSide));
        var windows = new List<PixelWindow>();
        for (var i = 0; i < perSide * perSide; i++)
        {
            // in the middle of each part
            var column = ((((i % perSide) + 0.5) * size.Width) / perSide) - (width / 2.0);
            var row = ((((i / perSide) + 0.5) * size.Height) / perSide) - (height / 2.0);
            windows.Add(new PixelWindow((int)Math.Max(0, column), (int)Math.Max(0, row), width, height).Intersect(PixelWindow.Whole(size)));
        }

        return [.. windows.Where(window => !window.IsEmpty).Distinct()];
    }
}
