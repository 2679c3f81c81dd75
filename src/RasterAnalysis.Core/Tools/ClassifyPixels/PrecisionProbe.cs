using RasterAnalysis.Calibration;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// Measures how many labels a quantised network gives otherwise than the network as it is, on tiles of the whole raster with which it was not calibrated. Where tiles differ much from each other,
/// more of them are looked at, until the share is known to a tenth of a per cent in 19 of 20 cases, or of a small raster all of it.
/// </summary>
public static class PrecisionProbe
{
    private const int Seed = 2;
    private const int Side = 256;
    private const int LeastTiles = 8;
    private const int MostTiles = 32;

    // where these do not suffice, the network's labels are as they come
    private const int MostTilesInDoubt = 64;

    // Labels between whose two best probabilities there is less were as good as undecided.
    private const double Undecided = 0.1;

    /// <summary>Measures.</summary>
    /// <param name="plan">The job's plan, with the network as it is in its file.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="exact">The network as it is; stays the caller's.</param>
    /// <param name="quantized">The quantised one; stays the caller's.</param>
    /// <param name="onRun">Called after each run.</param>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">A network fails.</exception>
    public static PrecisionReport Measure(ClassificationPlan plan, IRasterReader reader, INetworkSession exact, INetworkSession quantized, Action? onRun)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var network = plan.Network;
        var padding = network.FixedWidth is null ? plan.Network.Locality is { IsLocal: true } ? plan.Tiling.Padding : 0 : plan.Tiling.Padding;
        var (width, height) = (network.FixedWidth ?? Whole(plan, padding), network.FixedHeight ?? Whole(plan, padding));
        using var tiles = new SampleTiles(plan, reader, width, height);
        var inner = Math.Max(padding, network.Crop);
        var (rows, columns) = ((height - (2 * network.Crop)) / network.OutputStride, (width - (2 * network.Crop)) / network.OutputStride);
        var decoder = new ScoreDecoder(network, plan.Channels, plan.Threshold);
        var length = checked(rows * columns * Math.Max(1, network.Channels));
        var (expected, found) = (new ushort[width - (2 * inner)], new ushort[width - (2 * inner)]);
        for (var (count, before) = (Count(plan, width, height), 0); ; count *= 2)
        {
            var sample = new LabelSample(plan.Grid.ProcessingGrid.Size.PixelCount);
            foreach (var counted in tiles.Read(count, Seed, plan.Tiling.Stride, inner))
            {
                sample.Add(Compare(counted));
            }

            // a raster has no more tiles than it has room for
            if (sample.IsSettled || sample.Tiles == before || count * 2 > MostTilesInDoubt)
            {
                return sample.Report(tellsProbabilities: network.OutputKind is not (OutputKind.ClassIds or OutputKind.Mask));
            }

            before = sample.Tiles;
        }

        PrecisionReport Compare(PixelWindow counted)
        {
            var (pixels, differing, undecided) = (0L, 0L, 0L);
            var right = exact.Run(tiles.Tensor, tiles.Dimensions, network.OutputName).Values[..length];
            var left = quantized.Run(tiles.Tensor, tiles.Dimensions, network.OutputName).Values[..length];
            onRun?.Invoke();
            var (firstRow, firstColumn) = (counted.RowOffset - tiles.Window.RowOffset, counted.ColumnOffset - tiles.Window.ColumnOffset);
            for (var row = firstRow; row < firstRow + counted.Height; row++)
            {
                decoder.DecodeRow(right.Span, rows, columns, row - network.Crop, firstColumn - network.Crop, expected.AsSpan(0, counted.Width));
                decoder.DecodeRow(left.Span, rows, columns, row - network.Crop, firstColumn - network.Crop, found.AsSpan(0, counted.Width));
                for (var column = 0; column < counted.Width; column++)
                {
                    if (tiles.Validity[(row * width) + firstColumn + column] == 0)
                    {
                        continue;
                    }

                    pixels++;
                    if (expected[column] != found[column])
                    {
                        differing++;
                        undecided += IsUndecided(plan, right.Span, rows, columns, row - network.Crop, firstColumn - network.Crop + column) ? 1 : 0;
                    }
                }
            }

            return new PrecisionReport(pixels, differing, undecided);
        }
    }

    /// <summary>More where there is more to classify, so that looking is little of the work.</summary>
    private static int Count(ClassificationPlan plan, int width, int height) =>
        (int)Math.Clamp(plan.Grid.ProcessingGrid.Size.PixelCount / (20L * width * height), LeastTiles, MostTiles);

    private static int Whole(ClassificationPlan plan, int padding) => (Side + (2 * padding) + plan.Tiling.Stride - 1) / plan.Tiling.Stride * plan.Tiling.Stride;

    private static bool IsUndecided(ClassificationPlan plan, ReadOnlySpan<float> scores, int rows, int columns, int row, int column)
    {
        var network = plan.Network;
        if (network.OutputKind is OutputKind.ClassIds or OutputKind.Mask)
        {
            return false;
        }

        // where the output is coarser, by the nearest of its pixels
        var place = (Math.Clamp(row / network.OutputStride, 0, rows - 1) * columns) + Math.Clamp(column / network.OutputStride, 0, columns - 1);
        if (network.OutputKind != OutputKind.Scores)
        {
            var probability = network.OutputKind == OutputKind.Logit ? Logistic.Sigmoid(scores[place]) : scores[place];
            return Math.Abs(probability - plan.Threshold) * 2 < Undecided;
        }

        var classes = new double[network.Channels];
        for (var channel = 0; channel < classes.Length; channel++)
        {
            classes[channel] = network.OutputLayout == TensorLayout.Nchw ? scores[(channel * rows * columns) + place] : scores[(place * classes.Length) + channel];
        }

        Array.Sort(classes);
        var (second, first) = (classes[^2], classes[^1]);
        return (network.AreProbabilities ? first - second : (1 - Math.Exp(second - first)) / classes.Sum(score => Math.Exp(score - first))) < Undecided;
    }
}
