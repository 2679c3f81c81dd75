namespace RasterAnalysis.Onnx;

/// <summary>An ONNX graph (<c>GraphProto</c>): nodes in the order in which they run, and the constants among them.</summary>
/// <param name="Nodes">Nodes in topological order, as ONNX requires.</param>
/// <param name="Initializers">Constants by name.</param>
/// <param name="Inputs">Names of the inputs that are no constants.</param>
/// <param name="Outputs">Names of the outputs.</param>
public sealed record OnnxGraph(
    IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, OnnxTensor> Initializers, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Nodes that are read or made at the most.</summary>
    internal const int MaxNodes = 200_000;

    /// <summary>What the file declares of its inputs and outputs, by name; empty for the bodies of functions.</summary>
    public IReadOnlyDictionary<string, OnnxValue> Declared { get; init; } = new Dictionary<string, OnnxValue>();
}
