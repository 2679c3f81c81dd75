using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tiling;

/// <summary>Two regions near the middle of a raster whose tiles lie half a tile apart: what they give otherwise where they have pixels in common, tiles have done.</summary>
/// <param name="First">One region, of whole tiles.</param>
/// <param name="Second">The other one, moved.</param>
/// <param name="Common">What both have.</param>
internal sealed record TilePhases(PixelWindow First, PixelWindow Second, PixelWindow Common)
{
    /// <summary>Finds them.</summary>
    /// <param name="tiling">The tiles.</param>
    /// <param name="stride">Pixels at whose multiples tiles may begin.</param>
    /// <param name="leastSide">Rows and columns of a region at least, as far as the raster has them.</param>
    /// <param name="size">Size of the raster.</param>
    /// <returns>Null where the raster leaves no room for a second phase.</returns>
    public static TilePhases? Find(TilingPlan tiling, int stride, int leastSide, RasterSize size)
    {
        var (width, height) = (RegionSide(tiling.CoreWidth, leastSide), RegionSide(tiling.CoreHeight, leastSide));
        var (column, columns) = Phases(tiling.CoreWidth, width, stride, size.Width);
        var (row, rows) = Phases(tiling.CoreHeight, height, stride, size.Height);
        if (columns == 0 && rows == 0)
        {
            return null;
        }

        var whole = PixelWindow.Whole(size);
        var first = new PixelWindow(column, row, width, height).Intersect(whole);
        var second = new PixelWindow(column + columns, row + rows, width, height).Intersect(whole);
        var common = first.Intersect(second);
        return common.IsEmpty ? null : new TilePhases(first, second, common);
    }

    /// <summary>Whole tiles, as many as make a region in which seams can be counted.</summary>
    private static int RegionSide(int core, int leastSide) => (leastSide + core - 1) / core * core;

    /// <summary>A place for the first tiles near the middle, and how far the second ones are moved: half a tile, in steps of the stride.</summary>
    private static (int Start, int Shift) Phases(int core, int side, int stride, int size)
    {
        var shift = core / 2 / stride * stride;
        return shift == 0 || size <= shift ? (0, 0) : (Math.Max(0, (size - side - shift) / 2) / stride * stride, shift);
    }
}
