namespace RasterAnalysis.Onnx;

/// <summary>An operator that an ONNX file defines itself, by other nodes (<c>FunctionProto</c>).</summary>
/// <param name="Domain">Domain of the operator; empty for ONNX's own.</param>
/// <param name="Name">Name of the operator.</param>
/// <param name="Overload">Tells apart functions of one name; mostly empty.</param>
/// <param name="Inputs">Names that its nodes have for the inputs of a call, in order.</param>
/// <param name="Outputs">Names that they have for its outputs.</param>
/// <param name="Nodes">Its nodes, in the order in which they run.</param>
/// <param name="Defaults">Attributes that a call may leave out.</param>
/// <param name="OperatorSets">Versions of the operators that its nodes are.</param>
public sealed record OnnxFunction(
    string Domain, string Name, string Overload, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxAttribute> Defaults, IReadOnlyList<OperatorSet> OperatorSets);
