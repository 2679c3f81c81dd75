using RasterAnalysis.Onnx;

namespace RasterAnalysis.Inference;

/// <summary>Sizes of tiles for which a network may have been made although it declares any: exporters write the example's size into constants of shapes.</summary>
internal static class TrialSizes
{
    private const int Least = 8;
    private const int Most = 4096;

    // Shapes inside a network are those of the tile divided by how much it has pooled up to there.
    private static readonly int[] Scales = [1, 2, 4, 8, 16, 32];

    /// <summary>The sides that the constants of a graph name, the likeliest first.</summary>
    public static IEnumerable<int> Of(OnnxModel? model)
    {
        if (model is null)
        {
            return [];
        }

        var constants = model.Graph.Nodes.Where(node => node.Operator == "Constant").Select(node => node.Attribute("value")?.Tensor).OfType<OnnxTensor>();
        var lists = model.Graph.Nodes.Where(node => node.Operator == "Constant").SelectMany(node => node.Ints("value_ints") ?? []).Select(value => (double)value);
        double[] values =
        [
            .. model.Graph.Initializers.Values.Concat(constants).Where(tensor => tensor is { IsInteger: true, Dimensions.Length: <= 1 }).SelectMany(tensor => tensor.Values ?? []), .. lists,
        ];

        // the example's own size is often written down more than once
        int[] sides = [.. values.SelectMany(Sides).GroupBy(side => side).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).Select(group => group.Key)];
        return Scales.SelectMany(scale => sides.Select(side => side * scale)).Where(side => side <= Most).Distinct();
    }

    /// <summary>A number may be a side, or the pixels of a square that is written as one axis.</summary>
    private static IEnumerable<int> Sides(double value)
    {
        if (value is >= Least and <= Most)
        {
            yield return (int)value;
        }

        var root = Math.Sqrt(value);
        if (root is >= Least and <= Most && root == Math.Floor(root))
        {
            yield return (int)root;
        }
    }
}
