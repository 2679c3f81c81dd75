using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Measures how much the labels of a region depend on where the tiles lie: the region is classified twice, by tiles at different places.</summary>
public static class SeamProbe
{
    private const int LeastSide = 512;

    /// <summary>Measures the mismatch in the middle of the raster.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <returns>Share of pixels whose labels differ, among those that have one; null when the raster leaves no room for a second phase.</returns>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public static double? Measure(ClassificationPlan plan, IRasterReader reader, INetworkSession network)
    {
        var size = plan.Grid.ProcessingGrid.Size;
        var (width, height) = (RegionSide(plan.Tiling.CoreWidth), RegionSide(plan.Tiling.CoreHeight));

        // a function's blocks lie at whole blocks, and how far it looks nobody knows: what would be seen is seen by moving them
        var stride = plan.Network.Function is null ? plan.Tiling.Stride : 1;
        var (column, columns) = Phases(plan.Tiling.CoreWidth, width, stride, size.Width);
        var (row, rows) = Phases(plan.Tiling.CoreHeight, height, stride, size.Height);
        if (columns == 0 && rows == 0)
        {
            return null;
        }

        var whole = PixelWindow.Whole(size);
        var first = new PixelWindow(column, row, width, height).Intersect(whole);
        var second = new PixelWindow(column + columns, row + rows, width, height).Intersect(whole);
        var common = first.Intersect(second);
        if (common.IsEmpty)
        {
            return null;
        }

        // labels, even where the job wants probabilities; windows are those of the whole grid here, whatever part of it the job wants
        var labels = ClassifiedRasterProfile.For(plan.Channels.Classes);
        using var classifier = new SectionClassifier(
            plan with
            {
                Grid = plan.Grid with { OutputWindow = whole },
                Tiling = plan.Tiling with { BatchSize = 1, Stride = stride },
                Output = labels,
            },
            [reader],
            network);
        var one = classifier.Run(first, null, CancellationToken.None).Pixels.ToArray();
        var other = classifier.Run(second, null, CancellationToken.None).Pixels.ToArray();
        return Compare(labels, common, (one, first), (other, second));
    }

    /// <summary>Whole tiles, as many as make a region in which seams can be counted.</summary>
    private static int RegionSide(int core) => (LeastSide + core - 1) / core * core;

    /// <summary>A place for the first tiles near the middle, and how far the second ones are moved: half a tile, in steps of the stride.</summary>
    private static (int Start, int Shift) Phases(int core, int side, int stride, int size)
    {
        var shift = core / 2 / stride * stride;
        return shift == 0 || size <= shift ? (0, 0) : (Math.Max(0, (size - side - shift) / 2) / stride * stride, shift);
    }

    private static double? Compare(
        ClassifiedRasterProfile profile, PixelWindow common, (byte[] Pixels, PixelWindow Window) one, (byte[] Pixels, PixelWindow Window) other)
    {
        var bytes = profile.PixelType.ByteSize();
        var noData = BitConverter.GetBytes(profile.NoData)[..bytes];
        var (differ, labels) = (0L, 0L);
        for (var row = common.RowOffset; row < common.RowEnd; row++)
        {
            for (var column = common.ColumnOffset; column < common.ColumnEnd; column++)
            {
                var a = Sample(one, row, column, bytes);
                var b = Sample(other, row, column, bytes);
                if (!a.SequenceEqual(noData) || !b.SequenceEqual(noData))
                {
                    labels++;
                    differ += a.SequenceEqual(b) ? 0 : 1;
                }
            }
        }

        return labels == 0 ? null : differ / (double)labels;
    }

    private static ReadOnlySpan<byte> Sample((byte[] Pixels, PixelWindow Window) section, int row, int column, int bytes) =>
        section.Pixels.AsSpan((((row - section.Window.RowOffset) * section.Window.Width) + column - section.Window.ColumnOffset) * bytes, bytes);
}
