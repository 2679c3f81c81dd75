using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tiling;

/// <summary>Cuts an output raster into sections, the unit of work, of progress and of retry.</summary>
public static class SectionPlanner
{
    /// <summary>Side of the blocks of the classified raster, in pixels.</summary>
    public const int BlockSize = 512;

    private const int TargetSide = 2048;
    private const int SectionsPerInstance = 4;

    /// <summary>Lists the sections, row by row; together they cover the output, each pixel once.</summary>
    /// <param name="plan">How the raster is cut for the network.</param>
    /// <param name="output">Size of the output raster.</param>
    /// <param name="instances">Processing instances that work at once; several get several sections each, also in small rasters.</param>
    /// <returns>Windows in output pixels: whole tiles, and whole output blocks too where the tiles' cores allow it.</returns>
    public static IReadOnlyList<PixelWindow> Cut(TilingPlan plan, RasterSize output, int instances = 1)
    {
        var target = instances == 1
            ? TargetSide : (int)Math.Clamp(Math.Sqrt((double)output.PixelCount / (SectionsPerInstance * instances)), BlockSize, TargetSide);
        var width = SectionSide(plan.CoreWidth, target, isAlone: instances == 1);
        var height = SectionSide(plan.CoreHeight, target, isAlone: instances == 1);
        var sections = new List<PixelWindow>();
        var whole = PixelWindow.Whole(output);
        for (var row = 0L; row < output.Height; row += height)
        {
            for (var column = 0L; column < output.Width; column += width)
            {
                sections.Add(new PixelWindow(
                    (int)column, (int)row, (int)Math.Min(width, output.Width - column), (int)Math.Min(height, output.Height - row)));
            }
        }

        System.Diagnostics.Debug.Assert(sections.Sum(section => section.PixelCount) == whole.PixelCount, "sections cover the output once");
        return sections;
    }

    private static int SectionSide(int core, int target, bool isAlone)
    {
        if (core > target / 2)
        {
            // one large tile would leave the network idle while it is written; several instances do that for each other
            return isAlone && core <= target ? 2 * core : core;
        }

        var common = LeastCommonMultiple(core, BlockSize);
        return common <= target ? target / common * common : target / core * core;
    }

    private static int LeastCommonMultiple(int a, int b)
    {
        var (x, y) = (a, b);
        while (y != 0)
        {
            (x, y) = (y, x % y);
        }

        return a / x * b;
    }
}
