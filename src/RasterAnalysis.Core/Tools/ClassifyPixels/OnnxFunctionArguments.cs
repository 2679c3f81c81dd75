using System.Globalization;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>The arguments of the built-in ONNX function, with the defaults that hold for one model (<c>docs/reference/model-packages.md#arguments</c>).</summary>
public static class OnnxFunctionArguments
{
    private static readonly string[] Booleans = ["True", "False"];

    /// <summary>Lists the arguments that a job with this model may give.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">The network.</param>
    /// <param name="tiling">The tiles of a job over a large raster that gives no arguments.</param>
    /// <param name="function">The package's own Python function, which may describe arguments, have defaults for them, and have further ones.</param>
    /// <param name="defaults">Those of its defaults that hold.</param>
    public static IReadOnlyList<ModelArgumentInfo> For(
        ModelDefinition definition, NetworkProfile network, TilingPlan tiling, PythonFunction? function, IReadOnlyDictionary<string, string> defaults)
    {
        var own = BuiltIn(definition, network, tiling);
        var described = function?.Arguments ?? [];
        return
        [
            .. own.Select(argument => ModelArguments.IsOfResult(argument.Name) ? argument
                : Described(argument, described.FirstOrDefault(other => ModelArguments.IsSameName(other.Name, argument.Name)), defaults)),
            .. described.Where(other => !own.Any(argument => ModelArguments.IsSameName(other.Name, argument.Name))).Select(other =>
                new ModelArgumentInfo(other.Name, other.DataType, other.Value ?? "", other.DisplayName.Length > 0 ? other.DisplayName : other.Name, other.Description)
                {
                    Required = other.IsRequired, Domain = other.Domain, IsUsed = false,
                }),
        ];
    }

    /// <summary>An argument of the built-in function with what the package says of it.</summary>
    private static ModelArgumentInfo Described(ModelArgumentInfo own, FunctionArgument? described, IReadOnlyDictionary<string, string> defaults)
    {
        if (described is null)
        {
            return own;
        }

        // the numbers that the tiles were planned with stay: they may have been rounded to what the network takes
        var value = own.Name is "padding" or "batch_size" or "tile_size" ? own.Value : defaults.GetValueOrDefault(described.Name, own.Value);
        return own with
        {
            Value = value,
            DisplayName = described.DisplayName.Length > 0 ? described.DisplayName : own.DisplayName,
            Description = described.Description.Length > 0 ? described.Description : own.Description,
            Domain = described.Domain.Count > 0 ? described.Domain : own.Domain,
        };
    }

    private static List<ModelArgumentInfo> BuiltIn(ModelDefinition definition, NetworkProfile network, TilingPlan tiling)
    {
        var arguments = new List<ModelArgumentInfo>();
        if (definition.ModelPadding is null || network.Crop == 0)
        {
            arguments.Add(new ModelArgumentInfo(
                "padding", "numeric", Text(tiling.Padding), "Padding",
                "Context pixels on each side of a tile that are read but not kept; less than half the tile."));
        }

        if (network.FixedBatch is null)
        {
            arguments.Add(new ModelArgumentInfo("batch_size", "numeric", Text(tiling.BatchSize), "Batch size", "Tiles in one run of the network."));
        }

        if (network.FixedWidth is null && network.FixedHeight is null)
        {
            arguments.Add(new ModelArgumentInfo("tile_size", "numeric", Text(tiling.TileWidth), "Tile size", "Pixels on each side of a tile."));
        }

        if (network.OutputKind == OutputKind.Scores)
        {
            arguments.Add(new ModelArgumentInfo(
                "predict_background", "boolean", ChannelMapRules.PredictsBackground(definition, network) ? "True" : "False", "Predict background", "Whether the background channel may win over the classes.") { Domain = Booleans });
        }

        if (network.OutputKind is not (OutputKind.ClassIds or OutputKind.Mask))
        {
            arguments.Add(new ModelArgumentInfo(
                "test_time_augmentation", "boolean", definition.TestTimeAugmentation ? "True" : "False", "Test time augmentation",
                "Whether the probabilities of flipped and turned tiles are merged; takes up to eight times as long.") { Domain = Booleans });
            arguments.Add(new ModelArgumentInfo("merge_policy", "string", "mean", "Merge policy", "How augmented probabilities are merged: mean, max or min.") { Domain = ["mean", "max", "min"] });
        }

        if (network.OutputKind is OutputKind.Probability or OutputKind.Logit)
        {
            arguments.Add(new ModelArgumentInfo(
                "threshold", "numeric", (definition.Threshold ?? ModelArguments.DefaultThreshold).ToString("R", CultureInfo.InvariantCulture), "Threshold",
                "Probability above which the class is given."));
            arguments.Add(new ModelArgumentInfo(
                "return_probability_raster", "boolean", "False", "Return probability raster", "Whether probabilities are written instead of classes.") { Domain = Booleans });
        }

        arguments.Add(InputArguments.DataRange);
        arguments.Add(InputArguments.BandMapping);
        arguments.Add(new ModelArgumentInfo(
            "precision", "string", "float32", "Precision",
            "int8: the network computes in 8 bits, in scales that fit this raster, about twice as fast; the job says how many labels of a sample differ from Float32. On CPUs. float16: it computes in 16 bits where that loses little; on GPUs.") { Domain = ["float32", "int8", "float16"] });
        arguments.Add(new ModelArgumentInfo(
            "int8_tolerance", "numeric", "1", "Tolerance of int8", "Per cent of the sample's labels that may differ before the job computes in Float32 after all."));
        arguments.Add(new ModelArgumentInfo(
            "float16_tolerance", "numeric", "1", "Tolerance of float16", "Per cent of the sample's labels that may differ before the job computes in Float32 after all."));
        arguments.Add(InputArguments.AllowPalette);
        arguments.AddRange(SmoothingArguments.All);
        if (MeasureRules.HasScores(network))
        {
            arguments.AddRange(MeasureArguments.All);
        }

        return arguments;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
