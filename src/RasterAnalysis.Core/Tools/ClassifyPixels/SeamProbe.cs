using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

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
        // a function's blocks lie at whole blocks, and how far it looks nobody knows: what would be seen is seen by moving them
        var stride = plan.Network.Function is null ? plan.Tiling.Stride : 1;
        var size = plan.Grid.ProcessingGrid.Size;
        if (TilePhases.Find(plan.Tiling, stride, LeastSide, size) is not { } phases)
        {
            return null;
        }

        // labels, even where the job wants probabilities; windows are those of the whole grid here, whatever part of it the job wants
        var labels = ClassifiedRasterProfile.For(plan.Channels.Classes);
        using var classifier = new SectionClassifier(
            plan with
            {
                Grid = plan.Grid with { OutputWindow = PixelWindow.Whole(size) },
                Tiling = plan.Tiling with { BatchSize = 1, Stride = stride },
                Output = labels,
            },
            [reader],
            network);
        var one = classifier.Run(phases.First, null, CancellationToken.None).Pixels.ToArray();
        var other = classifier.Run(phases.Second, null, CancellationToken.None).Pixels.ToArray();
        return Compare(labels, phases.Common, (one, phases.First), (other, phases.Second));
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
