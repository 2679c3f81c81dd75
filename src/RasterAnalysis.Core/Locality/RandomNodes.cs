using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>Nodes whose numbers are other ones in each run.</summary>
internal static class RandomNodes
{
    /// <summary>The first such node that an output depends on; null when there is none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="random">Nodes that draw random numbers.</param>
    /// <param name="output">The output.</param>
    public static OnnxNode? Behind(OnnxGraph graph, IReadOnlyList<OnnxNode> random, string output)
    {
        if (random.Count == 0)
        {
            return null;
        }

        var (all, needed) = (new HashSet<OnnxNode>(random, ReferenceEqualityComparer.Instance), new HashSet<string>(StringComparer.Ordinal) { output });
        OnnxNode? first = null;
        foreach (var node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(needed.Contains)))
        {
            // what an inner graph takes from around it is not among the inputs
            needed.UnionWith(Inside(node).SelectMany(inner => inner.Inputs));
            first = Inside(node).FirstOrDefault(all.Contains) ?? first;
        }

        return first;
    }

    private static IEnumerable<OnnxNode> Inside(OnnxNode node) => node.Attributes.Where(attribute => attribute.Graph is not null)
        .SelectMany(attribute => attribute.Graph!.Nodes).SelectMany(Inside).Prepend(node);
}
