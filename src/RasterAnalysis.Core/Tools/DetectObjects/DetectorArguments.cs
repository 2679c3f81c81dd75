using System.Globalization;
using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>The arguments that a job with a detector may give, with the defaults that hold for it (<c>docs/reference/detect-objects.md#model-arguments</c>).</summary>
public static class DetectorArguments
{
    /// <summary>Lists them.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">How the network is fed.</param>
    /// <param name="layout">How it is read.</param>
    /// <param name="tiling">The tiles of a job that gives no arguments.</param>
    /// <param name="maxObjectSize">Side of the largest object that they overlap enough for, in pixels.</param>
    public static IReadOnlyList<ModelArgumentInfo> For(ModelDefinition definition, NetworkProfile network, DetectorLayout layout, TilingPlan tiling, int maxObjectSize)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(tiling);
        var arguments = new List<ModelArgumentInfo>
        {
            new("threshold", "numeric", Text(definition.Detector?.Threshold ?? ModelArguments.DefaultThreshold), "Threshold", "The least score of an object, 0 to 1."),
            new("nms_overlap", "numeric", Text(DetectionRules.OverlapOf(definition, layout)), "NMS overlap", "Of objects of a class that overlap by more than this, area in common over area together, the surest is kept."),
            new("max_object_size", "numeric", Text(maxObjectSize), "Largest object", "Side in pixels of the largest object that is looked for: tiles overlap enough for it to be whole in one of them."),
            new("padding", "numeric", Text(tiling.Padding), "Padding", "Pixels on each side of a tile that its neighbours have too; at least half of the largest object."),
        };
        if (network.FixedBatch is null && layout.MaxBatch is null)
        {
            arguments.Add(new ModelArgumentInfo("batch_size", "numeric", Text(tiling.BatchSize), "Batch size", "Tiles in one run of the network."));
        }

        arguments.Add(new ModelArgumentInfo("tile_size", "numeric", Text(tiling.TileWidth), "Tile size", "Pixels on each side of a tile, where the network takes any."));
        arguments.AddRange(InputArguments.All);
        return arguments;
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
