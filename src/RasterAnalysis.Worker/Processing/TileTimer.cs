using System.Diagnostics;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Measures how long a network takes for one tile.</summary>
internal static class TileTimer
{
    // a trial has a time limit, and a network that is slow is told so by its first run already
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary>Runs the network over a tile of a value between 0 and 1; twice where it is quick, since the first run has its memory to find.</summary>
    public static TileTime Measure(INetworkSession session, NetworkProfile network, TilingPlan tiling)
    {
        var tiles = network.FixedBatch ?? 1;
        int[] dimensions = network.InputLayout == TensorLayout.Nchw
            ? [tiles, network.Planes, tiling.TileHeight, tiling.TileWidth] : [tiles, tiling.TileHeight, tiling.TileWidth, network.Planes];
        var input = new float[dimensions.Aggregate(1, (product, side) => checked(product * side))];
        Array.Fill(input, 0.5f);
        var time = Run();
        time = time < Slow ? Run() : time;
        return new TileTime(tiling.TileWidth, tiling.TileHeight, tiles, Math.Round(time.TotalMilliseconds, 3));

        TimeSpan Run()
        {
            var begun = Stopwatch.GetTimestamp();
            session.Run(input, dimensions, network.OutputName);
            return Stopwatch.GetElapsedTime(begun);
        }
    }
}
