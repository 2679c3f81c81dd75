namespace RasterAnalysis.Onnx;

/// <summary>A node of an ONNX graph (<c>NodeProto</c>).</summary>
/// <param name="Name">Name; often empty.</param>
/// <param name="Domain">Domain of the operator; empty for ONNX's own.</param>
/// <param name="OpType">Operator, for example <c>Conv</c>.</param>
/// <param name="Inputs">Names of the inputs; empty for one that is left out.</param>
/// <param name="Outputs">Names of the outputs.</param>
/// <param name="Attributes">Attributes.</param>
public sealed record OnnxNode(
    string Name, string Domain, string OpType, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>Tells apart functions of one name; mostly empty.</summary>
    public string Overload { get; init; } = "";

    /// <summary>Version of ONNX's operators, where the node comes from a function that uses its own; null for the network's.</summary>
    public long? Opset { get; init; }

    /// <summary>Where it lies in the file; null for a node that is nowhere in it.</summary>
    public FilePart? Source { get; init; }

    /// <summary>Whether it stood in a function: in the file its tensors have other names.</summary>
    public bool IsInlined { get; init; }

    /// <summary>The operator with its domain, for example <c>Conv</c> or <c>com.microsoft.nchwc.Conv</c>: only both together say what it does.</summary>
    public string Operator => Domain.Length == 0 ? OpType : $"{Domain}.{OpType}";

    /// <summary>An attribute; null when the node has none of that name.</summary>
    public OnnxAttribute? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>A whole number.</summary>
    public long Int(string name, long otherwise) => Attribute(name)?.Int ?? otherwise;

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) => Attribute(name)?.Text ?? otherwise;

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<long>? Ints(string name) => Attribute(name)?.Ints;

    /// <summary>Name of an input; empty when it is left out.</summary>
    public string Input(int index) => index < Inputs.Count ? Inputs[index] : "";

    /// <summary>For messages: the operator, and the node's name or else that of its output.</summary>
    public override string ToString() => $"{Operator} '{(Name.Length > 0 ? Name : Outputs.Count > 0 ? Outputs[0] : "")}'";
}
