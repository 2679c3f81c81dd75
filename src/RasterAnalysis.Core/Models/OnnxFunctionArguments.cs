using System.Globalization;
using RasterAnalysis.Inference;

namespace RasterAnalysis.Models;

/// <summary>The arguments of the built-in ONNX function, with the defaults that hold for one model (<c>contract.md</c>).</summary>
public static class OnnxFunctionArguments
{
    /// <summary>Lists the arguments that a job with this model may give.</summary>
    public static IReadOnlyList<ModelArgumentInfo> For(ModelDefinition definition, NetworkProfile network)
    {
        var tile = network.FixedWidth ?? definition.ImageWidth ?? NetworkProfiler.DefaultTileSize;
        var arguments = new List<ModelArgumentInfo>();
        if (network.Crop == 0)
        {
            arguments.Add(new ModelArgumentInfo(
                "padding", "numeric", Text(tile / 4), "Padding", "Context pixels on each side of a tile that are read but not kept; less than half the tile."));
        }

        if (network.FixedBatch is null)
        {
            arguments.Add(new ModelArgumentInfo("batch_size", "numeric", Text(definition.BatchSize ?? 4), "Batch size", "Tiles in one run of the network."));
        }

        if (network.FixedWidth is null && network.FixedHeight is null)
        {
            arguments.Add(new ModelArgumentInfo("tile_size", "numeric", Text(tile), "Tile size", "Pixels on each side of a tile."));
        }

        if (network.OutputKind == OutputKind.Scores)
        {
            arguments.Add(new ModelArgumentInfo(
                "predict_background", "boolean", "True", "Predict background", "Whether the background channel may win over the classes."));
        }

        if (network.OutputKind is OutputKind.Probability or OutputKind.Logit)
        {
            arguments.Add(new ModelArgumentInfo("threshold", "numeric", "0.5", "Threshold", "Probability above which the class is given."));
        }

        arguments.Add(new ModelArgumentInfo(
            "data_range", "string", "", "Data range",
            "none: feed the values as they are; lo,hi: map the input type's range onto it; blank: as the .emd says."));
        return arguments;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
