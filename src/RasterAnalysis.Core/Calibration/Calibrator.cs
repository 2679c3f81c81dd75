using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Quantization;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Calibration;

/// <summary>Finds the scales of a network's tensors, or which of them 16 bits hold, by looking at them in Float32 on tiles of the whole raster.</summary>
public static class Calibrator
{
    private const int Seed = 1;
    private const int MostTiles = 16;
    private const int Side = 256;

    // of tensors that are given out by one run
    private const long MostBytes = 256L << 20;

    /// <summary>Looks.</summary>
    /// <param name="plan">The job's plan; its processing grid is that of the whole raster, whatever part is asked for.</param>
    /// <param name="draft">What is to be quantised.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="network">The network as it is, with the draft's tensors but its input among its outputs (<see cref="Observed"/>); stays the caller's.</param>
    /// <param name="pairLimit">As in <see cref="ByteQuantization.PairLimit"/>.</param>
    /// <param name="onRun">Called after each run.</param>
    /// <returns>Null where no tile has pixels, or a tensor holds numbers that are not finite.</returns>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public static NetworkQuantization? Measure(TilePlan plan, QuantizationDraft draft, IRasterReader reader, INetworkSession network, int? pairLimit, Action? onRun)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(network);
        var histograms = draft.Tensors.ToDictionary(tensor => tensor, _ => new ActivationHistogram());
        var (width, height) = (plan.Network.FixedWidth ?? Whole(plan), plan.Network.FixedHeight ?? Whole(plan));
        using var tiles = new SampleTiles(plan, reader, width, height);
        IReadOnlyList<string[]>? groups = null;
        var inside = Observed(plan, draft);
        foreach (var _ in tiles.Read(MostTiles, Seed, plan.Tiling.Stride, inner: 0))
        {
            var isFirst = groups is null;
            groups ??= [.. inside.Select(tensor => new[] { tensor })];
            if (histograms.TryGetValue(plan.Network.InputName, out var input))
            {
                input.Add(tiles.Tensor.Span);
            }

            var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var group in groups)
            {
                foreach (var (tensor, output) in group.Zip(network.Run(tiles.Tensor, tiles.Dimensions, group)))
                {
                    histograms[tensor].Add(output.Values.Span);
                    bytes[tensor] = (long)output.Values.Length * sizeof(float);
                }

                onRun?.Invoke();
            }

            groups = isFirst ? Groups(inside, bytes) : groups;
        }

        return groups is null || histograms.Values.Any(histogram => !histogram.IsUsable) ? null
            : draft.Precision == NetworkPrecision.Int8
            ? new ByteQuantization(histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Scale()), ByteQuantization.LargestWeight) { PairLimit = pairLimit }
            : HalfQuantization.Of(draft, histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Largest));
    }

    /// <summary>The tensors that the network has to give out to be looked at.</summary>
    public static IReadOnlyList<string> Observed(TilePlan plan, QuantizationDraft draft)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(draft);
        return [.. draft.Tensors.Where(tensor => tensor != plan.Network.InputName)];
    }

    private static int Whole(TilePlan plan) => (Side + plan.Tiling.Stride - 1) / plan.Tiling.Stride * plan.Tiling.Stride;

    /// <summary>As many tensors for each run as memory allows.</summary>
    private static List<string[]> Groups(IReadOnlyList<string> tensors, Dictionary<string, long> bytes)
    {
        var (groups, group, sum) = (new List<string[]>(), new List<string>(), 0L);
        foreach (var tensor in tensors)
        {
            if (group.Count > 0 && sum + bytes[tensor] > MostBytes)
            {
                groups.Add([.. group]);
                (group, sum) = ([], 0);
            }

            group.Add(tensor);
            sum += bytes[tensor];
        }

        groups.Add([.. group]);
        return groups;
    }
}
