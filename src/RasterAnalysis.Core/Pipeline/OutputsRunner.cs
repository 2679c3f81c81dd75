using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Pipeline;

/// <summary>Runs batches of tiles for several outputs of any shape, which are handed over as they are: what networks give that do not say something of each pixel.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class OutputsRunner(TilePlan plan, INetworkSession network) : ITileRunner
{
    /// <inheritdoc/>
    public int TensorLength => checked(plan.Tiling.TileWidth * plan.Tiling.TileHeight * plan.Network.Planes);

    /// <inheritdoc/>
    public bool KeepsOneResult => false;

    /// <inheritdoc/>
    public void Run(TileBatch batch)
    {
        var count = plan.Network.FixedBatch ?? batch.Tiles.Count;
        int[] dimensions = plan.Network.InputLayout == TensorLayout.Nchw
            ? [count, plan.Network.Planes, plan.Tiling.TileHeight, plan.Tiling.TileWidth] : [count, plan.Tiling.TileHeight, plan.Tiling.TileWidth, plan.Network.Planes];
        batch.Outputs = network.Run(batch.Tensor[..checked(count * TensorLength)], dimensions, plan.OutputNames);
    }

    /// <inheritdoc/>
    public TileScores ScoresOf(TileBatch batch, int place) => new(batch.Tiles[place], batch.Work.Window, [], 0, 0, batch.ValidityOf(place)) { Outputs = batch.Outputs, Place = place };
}
