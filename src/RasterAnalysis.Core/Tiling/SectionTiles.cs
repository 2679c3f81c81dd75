using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tiling;

/// <summary>Lays the tiles of one section.</summary>
public static class SectionTiles
{
    /// <summary>
    /// Lists the tiles whose cores together cover the section, each pixel once, row by row. Every tile has the plan's full size: the last
    /// ones reach beyond the section, and are never pushed back.
    /// </summary>
    /// <param name="plan">How the raster is cut.</param>
    /// <param name="section">The section, in the processing grid.</param>
    public static IEnumerable<Tile> Lay(TilingPlan plan, PixelWindow section)
    {
        for (var row = FloorTo(section.RowOffset, plan.Stride); row < section.RowEnd; row += plan.CoreHeight)
        {
            for (var column = FloorTo(section.ColumnOffset, plan.Stride); column < section.ColumnEnd; column += plan.CoreWidth)
            {
                var core = new PixelWindow(column, row, plan.CoreWidth, plan.CoreHeight);
                yield return new Tile(core.Expand(plan.Padding), core.Intersect(section));
            }
        }
    }

    /// <summary>How many tiles <see cref="Lay"/> lists.</summary>
    public static long Count(TilingPlan plan, PixelWindow section) =>
        Along(section.ColumnOffset, section.ColumnEnd, plan.Stride, plan.CoreWidth) * Along(section.RowOffset, section.RowEnd, plan.Stride, plan.CoreHeight);

    private static long Along(int offset, int end, int stride, int core) => Math.Max(0, ((long)end - FloorTo(offset, stride) + core - 1) / core);

    private static int FloorTo(int value, int multiple) => value - (((value % multiple) + multiple) % multiple);
}
