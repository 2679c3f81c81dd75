using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Testing;

/// <summary>
/// A classifier of small images by their mean brightness m: the logit of a class with level t is (2tm − t²) / <see cref="Softness"/>, which is highest for the nearest level. One band, as it is.
/// </summary>
public static class LevelClassifier
{
    /// <summary>Rows and columns that the network takes.</summary>
    public const int Side = 32;

    private const float Softness = 1500;

    /// <summary>The classes and their levels.</summary>
    public static IReadOnlyList<(string Name, int Level)> Levels { get; } = [("dark", 30), ("grey", 90), ("light", 150), ("bright", 210)];

    /// <summary>The class of a mean, and its probability in per cent.</summary>
    public static (string Class, double Confidence) Of(double mean)
    {
        double[] weights = [.. Levels.Select(one => Math.Exp(((2 * one.Level * mean) - (one.Level * one.Level)) / Softness))];
        var best = Array.IndexOf(weights, weights.Max());
        return (Levels[best].Name, 100 * weights[best] / weights.Sum());
    }

    /// <summary>A package of it.</summary>
    /// <param name="hasSoftmax">Whether the network gives probabilities rather than logits.</param>
    /// <param name="batch">Images that it takes in a run; null for any number.</param>
    /// <param name="more">Keys of the definition that are added or replaced.</param>
    public static byte[] Package(bool hasSoftmax, int? batch, params (string Key, JsonNode? Value)[] more) => TestPackages.Package(
        TestPackages.Definition(
            Levels.Index().Select(one => ((long)one.Index, one.Item.Name, new[] { one.Item.Level, 0, 255 - one.Item.Level })),
            [("ModelType", "ObjectClassification"), ("ImageHeight", Side), ("ImageWidth", Side), ("DataRange", new JsonArray(0, 255)), .. more]),
        Network(hasSoftmax, batch));

    private static byte[] Network(bool hasSoftmax, int? batch)
    {
        var builder = new OnnxModelBuilder()
            .Input("image", OnnxType.Float, batch is { } count ? count : "n", 1, Side, Side)
            .Output("scores", OnnxType.Float, batch is { } same ? same : "n", Levels.Count)
            .Constant("weight", [Levels.Count, 1, 1, 1], [.. Levels.Select(one => 2 * one.Level / Softness)])
            .Constant("bias", [Levels.Count], [.. Levels.Select(one => -one.Level * one.Level / Softness)])
            .Node("GlobalAveragePool", ["image"], "mean")
            .Node("Conv", ["mean", "weight", "bias"], "logits");
        return hasSoftmax
            ? builder.Node("Flatten", ["logits"], "flat").Node("Softmax", ["flat"], "scores", ("axis", 1L)).Build()
            : builder.Node("Flatten", ["logits"], "scores").Build();
    }
}
