using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tiling;

/// <summary>Measures how long a network takes for tiles of several sizes.</summary>
public static class TileSpeedProbe
{
    // the first run of a size has its memory and its threads to find
    private const int RunsOfEach = 2;

    // It is done once for a network and a machine, so a job may pay for those that follow; but not much.
    private const double MostShareOfJob = 0.05;

    /// <summary>Whether a job is so large that measuring before it costs next to nothing.</summary>
    /// <param name="plans">What would be measured.</param>
    /// <param name="output">Size of what is to be classified.</param>
    public static bool IsWorthwhile(IReadOnlyList<TilingPlan> plans, RasterSize output) =>
        plans.Count > 1 && plans.Sum(PixelsOf) * RunsOfEach <= MostShareOfJob * output.PixelCount;

    /// <summary>Measures.</summary>
    /// <param name="plans">Tiles and batches to try.</param>
    /// <param name="network">How the network is fed.</param>
    /// <param name="session">The loaded network; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onRun">Called after each run, as a sign of life; null for nothing.</param>
    /// <exception cref="InferenceException">The network fails.</exception>
    public static TileSpeeds Measure(IReadOnlyList<TilingPlan> plans, NetworkProfile network, INetworkSession session, TimeProvider time, Action? onRun = null)
    {
        var speeds = new List<TileSpeed>();
        foreach (var plan in plans.OrderBy(plan => plan.TileWidth))
        {
            var input = Noise(checked((int)(PixelsOf(plan) * network.Bands)));
            int[] dimensions = network.InputLayout == TensorLayout.Nchw
                ? [plan.BatchSize, network.Bands, plan.TileHeight, plan.TileWidth] : [plan.BatchSize, plan.TileHeight, plan.TileWidth, network.Bands];
            var seconds = 0.0;
            for (var run = 0; run < RunsOfEach; run++)
            {
                var begun = time.GetTimestamp();
                session.Run(input, dimensions, network.OutputName);
                seconds = time.GetElapsedTime(begun).TotalSeconds;
                onRun?.Invoke();
            }

            speeds.Add(new TileSpeed(plan.TileWidth, seconds * 1e6 / PixelsOf(plan)));
        }

        return new TileSpeeds(speeds);
    }

    private static double PixelsOf(TilingPlan plan) => (double)plan.TileWidth * plan.TileHeight * plan.BatchSize;

    // between 0 and 1: numbers that become ever smaller from layer to layer would be slow
    private static float[] Noise(int length)
    {
        var random = new Random(1);
        var noise = new float[length];
        foreach (ref var value in noise.AsSpan())
        {
            value = random.NextSingle();
        }

        return noise;
    }
}
