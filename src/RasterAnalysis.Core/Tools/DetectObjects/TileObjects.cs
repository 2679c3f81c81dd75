using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Decodes what the network gave, once for each of its runs.</summary>
/// <remarks>Not thread-safe: the thread that pastes has it.</remarks>
internal sealed class TileObjects(DetectionPlan plan)
{
    private readonly DetectorDecoder _decoder = new(plan.Layout, plan.Threshold);
    private IReadOnlyList<NetworkOutput>? _outputs;
    private IReadOnlyList<DecodedImage> _decoded = [];

    /// <summary>What was found in a tile, in its own pixels.</summary>
    /// <param name="tile">What the network gave for its batch.</param>
    public DecodedImage Of(in TileScores tile)
    {
        if (!ReferenceEquals(_outputs, tile.Outputs))
        {
            _decoded = _decoder.Decode(tile.Outputs, plan.Layout.MaxBatch ?? tile.Outputs[0].Dimensions[0], plan.Tiling.TileHeight, plan.Tiling.TileWidth);
            _outputs = tile.Outputs;
        }

        return _decoded[tile.Place];
    }
}
