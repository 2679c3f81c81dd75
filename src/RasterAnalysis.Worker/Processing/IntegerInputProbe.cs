using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Looks at a job's samples before it begins, where the network's input may not hold all of them: at all of a small raster, at windows spread over a large one.</summary>
internal static class IntegerInputProbe
{
    private const int Side = 512;

    // 8 by 8 windows
    private const int MostAlong = 8;

    /// <summary>Counts.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="counter">Takes the samples.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    public static void Count(ClassificationPlan plan, IntegerInput counter, IRasterReader reader)
    {
        var whole = plan.Grid.OutputWindow.Intersect(PixelWindow.Whole(reader.Grid.Size));
        var pixels = new float[Side * Side * reader.BandCount];
        var validity = new byte[Side * Side];
        foreach (var row in Starts(whole.RowOffset, whole.Height))
        {
            foreach (var column in Starts(whole.ColumnOffset, whole.Width))
            {
                var window = new PixelWindow(column, row, Side, Side).Intersect(whole);
                var count = (int)window.PixelCount;
                reader.Read(window, pixels.AsSpan(0, count * reader.BandCount), validity.AsSpan(0, count));
                counter.Add(pixels.AsSpan(0, count * reader.BandCount), validity.AsSpan(0, count));
            }
        }
    }

    /// <summary>Where windows begin along an axis: one behind the other, or as many as there may be, evenly spread.</summary>
    private static IEnumerable<int> Starts(int offset, int length)
    {
        var windows = (length + Side - 1) / Side;
        return windows <= MostAlong
            ? Enumerable.Range(0, windows).Select(i => offset + (i * Side))
            : Enumerable.Range(0, MostAlong).Select(i => offset + (int)((long)(length - Side) * i / (MostAlong - 1)));
    }
}
