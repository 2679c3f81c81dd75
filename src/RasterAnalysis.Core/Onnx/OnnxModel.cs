namespace RasterAnalysis.Onnx;

/// <summary>What an ONNX file holds (<c>ModelProto</c>), without its weights.</summary>
/// <param name="Opset">Version of ONNX's own operators.</param>
/// <param name="Graph">The graph; the nodes of the file's own functions stand where they are called.</param>
/// <param name="Metadata"><c>metadata_props</c>.</param>
/// <param name="ExternalFiles">Files that hold weights, as the network writes them, each once.</param>
public sealed record OnnxModel(
    long Opset, OnnxGraph Graph, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> ExternalFiles)
{
    /// <summary>Versions of the operators that the graph uses, by domain.</summary>
    public IReadOnlyList<OperatorSet> OperatorSets { get; init; } = [];

    /// <summary>Functions that the file defines.</summary>
    public IReadOnlyList<OnnxFunction> Functions { get; init; } = [];

    /// <summary>
    /// Whether the network was made to compute in 16 bits: all its weights are halves. Biases and scales, of one axis or none, do not count:
    /// converters leave some of them as they were.
    /// </summary>
    public bool IsHalf
    {
        get
        {
            var constants = Graph.Nodes.Where(node => node.Operator == "Constant").Select(node => node.Attribute("value")?.Tensor).OfType<OnnxTensor>();
            OnnxTensor[] weights = [.. Graph.Initializers.Values.Concat(constants).Where(tensor => !tensor.IsInteger && tensor.Dimensions.Length > 1)];
            return weights.Length > 0 && weights.All(tensor => tensor.IsHalf);
        }
    }

    /// <summary>The same network with one of its own tensors among its outputs.</summary>
    public OnnxModel WithOutput(string name) => Graph.Outputs.Contains(name) ? this : this with { Graph = Graph with { Outputs = [.. Graph.Outputs, name] } };
}
