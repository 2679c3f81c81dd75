using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>
/// Finds what stands between a tensor and the scores that may return a number for NaN. Only operators of which it is certain pass NaN on; maxima, comparisons and
/// limits do not, and what ONNX Runtime's vectorised functions do depends on the processor.
/// </summary>
internal sealed class HidingNodes
{
    // sums and products of NaN are NaN, and these return what they take
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "Identity", "Dropout", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Expand", "Tile", "Split", "Concat", "Pad", "DepthToSpace", "SpaceToDepth", "Resize", "Upsample",
        "Add", "Sub", "Mul", "Div", "Sum", "Mean", "Neg", "Abs", "Reciprocal", "Sqrt", "Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum", "BatchNormalization", "InstanceNormalization",
        "LayerNormalization", "GroupNormalization", "ReduceSum", "ReduceMean", "AveragePool", "GlobalAveragePool",
    };

    // infinity stays infinity
    private static readonly HashSet<string> PassingInfinity = new(StringComparer.Ordinal)
    {
        "Identity", "Dropout", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Expand", "Tile", "Split", "Concat", "Pad", "DepthToSpace", "SpaceToDepth",
        "Neg", "Abs", "Relu", "LeakyRelu", "MaxPool", "GlobalMaxPool", "Max", "Min", "ReduceMax", "ReduceMin",
    };

    // of infinity they make the number that is right for it
    private static readonly HashSet<string> Limiting = new(StringComparer.Ordinal)
    {
        "Sigmoid", "HardSigmoid", "Tanh", "Erf", "Atan", "Sign", "Reciprocal", "ArgMax", "ArgMin", "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual",
    };

    private readonly Dictionary<string, OnnxNode> _ofNaN = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxNode> _ofInfinity = new(StringComparer.Ordinal);
    private readonly HashSet<string> _needed = new(StringComparer.Ordinal);

    /// <summary>Looks at a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="output">What is read of it.</param>
    public HidingNodes(OnnxGraph graph, string output)
    {
        var checks = new NonFiniteChecks(graph);
        _needed.Add(output);
        foreach (var node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(_needed.Contains)))
        {
            var inputs = Taken(node).Where(name => name.Length > 0).ToArray();
            _needed.UnionWith(inputs);
            var (behind, behindInfinity) = (First(node, _ofNaN), First(node, _ofInfinity));
            if (NonFiniteChecks.IsCheck(node))
            {
                continue;
            }

            if (node.Operator == "Where")
            {
                Note(_ofNaN, inputs.Where(input => !checks.ChecksForNaN(node.Input(0), input)), node);
                Note(_ofInfinity, inputs.Where(input => !checks.ChecksForInfinity(node.Input(0), input)), behindInfinity);
                continue;
            }

            Note(_ofNaN, inputs, Passes(node) ? behind : node);
            Note(_ofInfinity, inputs, node switch
            {
                _ when IsLimiting(node) => null,
                _ when node.Domain.Length == 0 && (PassingInfinity.Contains(node.OpType) || IsFloatCast(node) || node.OpType == "Clip") => behindInfinity,
                _ => Passes(node) ? behind : node,
            });
        }
    }

    /// <summary>Whether the scores depend on a tensor.</summary>
    public bool IsNeeded(string tensor) => _needed.Contains(tensor);

    /// <summary>The first node that may hide NaN in a tensor; null where NaN would show in the scores.</summary>
    public OnnxNode? OfNaN(string tensor) => _ofNaN.GetValueOrDefault(tensor);

    /// <summary>The first node that may hide NaN which arithmetic makes of an infinity in a tensor; null where there is none.</summary>
    public OnnxNode? OfInfinity(string tensor) => _ofInfinity.GetValueOrDefault(tensor);

    private static bool Passes(OnnxNode node) => node.Domain.Length == 0 && (Passing.Contains(node.OpType) || IsFloatCast(node));

    private static bool IsFloatCast(OnnxNode node) => node.Operator == "Cast" && node.Int("to", 1) is 1 or 10 or 11 or 16;

    // with both limits
    private static bool IsLimiting(OnnxNode node) => node.Domain.Length == 0 && (Limiting.Contains(node.OpType)
        || (node.OpType == "Clip" && (node.Input(1).Length > 0 || node.Attribute("min") is not null) && (node.Input(2).Length > 0 || node.Attribute("max") is not null)));

    private static OnnxNode? First(OnnxNode node, Dictionary<string, OnnxNode> hiding) => node.Outputs.Select(hiding.GetValueOrDefault).FirstOrDefault(found => found is not null);

    // nodes come last to first, so that the earliest one stays
    private static void Note(Dictionary<string, OnnxNode> hiding, IEnumerable<string> inputs, OnnxNode? node)
    {
        foreach (var input in node is null ? [] : inputs)
        {
            hiding[input] = node!;
        }
    }

    /// <summary>What a node takes, its inner graphs from around them too.</summary>
    private static IEnumerable<string> Taken(OnnxNode node) =>
        node.Inputs.Concat(node.Attributes.Where(attribute => attribute.Graph is not null).SelectMany(attribute => attribute.Graph!.Nodes).SelectMany(Taken));
}
