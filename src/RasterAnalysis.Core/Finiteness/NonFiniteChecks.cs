using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>
/// Which conditions of a graph check whether a tensor's elements are NaN or infinite. What a <c>Where</c> puts for them then is meant: torch's <c>nan_to_num</c>, and masks of those who
/// thought of it.
/// </summary>
internal sealed class NonFiniteChecks
{
    private readonly Dictionary<string, HashSet<string>> _ofNaN = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _ofInfinity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Looks at a graph.</summary>
    public NonFiniteChecks(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.Where(node => node.Domain.Length == 0 && node.Outputs.Count > 0))
        {
            var output = node.Outputs[0];
            switch (node.OpType)
            {
                case "IsNaN":
                    _ofNaN[output] = [SourceOf(node.Input(0))];
                    break;
                case "Equal" when node.Input(0) == node.Input(1):
                    _ofNaN[output] = [SourceOf(node.Input(0))];
                    break;
                case "IsInf":
                    _ofInfinity[output] = [SourceOf(node.Input(0))];
                    break;
                case "And" or "Or" or "Not" or "Cast" or "Identity":
                    _sources[output] = node.Inputs.Count == 1 ? SourceOf(node.Input(0)) : output;
                    Collect(_ofNaN, node, output);
                    Collect(_ofInfinity, node, output);
                    break;
            }
        }
    }

    /// <summary>Whether a node checks rather than computes.</summary>
    public static bool IsCheck(OnnxNode node) => node.Operator is "IsNaN" or "IsInf" || (node.Operator == "Equal" && node.Input(0) == node.Input(1));

    /// <summary>Whether a condition checks if a tensor is NaN.</summary>
    public bool ChecksForNaN(string condition, string tensor) => _ofNaN.GetValueOrDefault(condition)?.Contains(SourceOf(tensor)) ?? false;

    /// <summary>Whether a condition checks if a tensor is infinite.</summary>
    public bool ChecksForInfinity(string condition, string tensor) => _ofInfinity.GetValueOrDefault(condition)?.Contains(SourceOf(tensor)) ?? false;

    private static void Collect(Dictionary<string, HashSet<string>> checks, OnnxNode node, string output)
    {
        foreach (var sources in node.Inputs.Select(checks.GetValueOrDefault).OfType<HashSet<string>>())
        {
            checks.TryAdd(output, []);
            checks[output].UnionWith(sources);
        }
    }

    private string SourceOf(string tensor) => _sources.GetValueOrDefault(tensor, tensor);
}
