using System.Globalization;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The arguments that a job with a classifier of objects may give, with the defaults that hold for it (<c>docs/reference/classify-objects.md#model-arguments</c>).</summary>
public static class ObjectClassifierArguments
{
    /// <summary>Images in one run of the network, where nobody says it.</summary>
    public const int DefaultBatch = 16;

    // those of all models that do nothing here
    private static readonly string[] Unused =
        ["predict_background", "threshold", "test_time_augmentation", "merge_policy", "return_probability_raster", "precision", "int8_tolerance", "float16_tolerance"];

    /// <summary>Images in one run of the network.</summary>
    public static int BatchOf(ModelDefinition definition, NetworkProfile network, ModelArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(arguments);
        return network.FixedBatch ?? arguments.BatchSize ?? definition.BatchSize ?? DefaultBatch;
    }

    /// <summary>Names of a job's arguments that are known to other models and do nothing here.</summary>
    public static IEnumerable<string> UnusedOf(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Where(pair => !string.IsNullOrWhiteSpace(pair.Value) && Unused.Any(name => ModelArguments.IsSameName(name, pair.Key))).Select(pair => pair.Key);
    }

    /// <summary>Lists them.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">How the network is fed.</param>
    public static IReadOnlyList<ModelArgumentInfo> For(ModelDefinition definition, NetworkProfile network)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(network);
        var arguments = new List<ModelArgumentInfo>();
        if (definition.Detector?.CropSizeFixed is not true)
        {
            arguments.Add(new ModelArgumentInfo("padding", "numeric", "0", "Padding", "Pixels of the raster around a feature's box, on each side, that its image has too."));
        }

        if (network.FixedBatch is null)
        {
            arguments.Add(new ModelArgumentInfo(
                "batch_size", "numeric", BatchOf(definition, network, ModelArguments.None).ToString(CultureInfo.InvariantCulture), "Batch size", "Features in one run of the network."));
        }

        arguments.AddRange(InputArguments.All);
        return arguments;
    }
}
