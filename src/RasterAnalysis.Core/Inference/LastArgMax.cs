using RasterAnalysis.Locality;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Inference;

/// <summary>Finds among how many channels a network that decides itself has chosen: then its class ids are places of channels, whatever values the classes have.</summary>
internal static class LastArgMax
{
    // what these return is what they take, in another type or layout
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal) { "Identity", "Cast", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Flatten" };

    /// <summary>Channels of the <c>ArgMax</c> with which the network ends.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="facts">What is known of its tensors.</param>
    /// <param name="output">The output that is read.</param>
    /// <returns>Null where it ends in something else, or where the shape is not known.</returns>
    public static int? Channels(OnnxGraph graph, LocalityFacts facts, string output)
    {
        var tensor = output;
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!node.Outputs.Contains(tensor))
            {
                continue;
            }

            if (node is { OpType: "ArgMax", Domain: "" })
            {
                var shape = facts.Tensors.GetValueOrDefault(node.Input(0))?.Shape;
                var axis = node.Int("axis", 0);
                return shape is not null && axis >= -shape.Length && axis < shape.Length ? shape[(int)(axis < 0 ? axis + shape.Length : axis)] : null;
            }

            if (node.Domain.Length > 0 || !Passing.Contains(node.OpType))
            {
                return null;
            }

            tensor = node.Input(0);
        }

        return null;
    }
}
