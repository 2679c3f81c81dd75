using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Runs a network over zeros, in the largest batch of its tiles and in the smallest. TensorRT's engine then holds for every batch between them:
/// otherwise each smaller batch that comes along, as the last one of a section, would have it built anew.
/// </summary>
internal static class NetworkWarmUp
{
    public static void Run(INetworkSession session, NetworkProfile network, TilingPlan tiling)
    {
        foreach (var dimensions in Shapes(network, tiling))
        {
            session.Run(new float[dimensions.Aggregate(1, (product, side) => checked(product * side))], dimensions, network.OutputName);
        }
    }

    /// <summary>Shapes of the inputs.</summary>
    public static IEnumerable<int[]> Shapes(NetworkProfile network, TilingPlan tiling) =>
        (network.FixedBatch is { } batch ? [batch] : new[] { tiling.BatchSize, 1 }.Distinct()).Select(tiles => network.InputLayout == TensorLayout.Nchw
            ? new[] { tiles, network.Planes, tiling.TileHeight, tiling.TileWidth }
            : [tiles, tiling.TileHeight, tiling.TileWidth, network.Planes]);
}
