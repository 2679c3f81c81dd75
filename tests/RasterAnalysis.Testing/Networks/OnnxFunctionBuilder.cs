namespace RasterAnalysis.Testing.Networks;

/// <summary>Builds an operator that an ONNX file itself defines (<c>FunctionProto</c>).</summary>
/// <param name="domain">Domain of the operator.</param>
/// <param name="name">Name of the operator.</param>
/// <param name="inputs">Names of its inputs, within it.</param>
/// <param name="outputs">Names of its outputs, within it.</param>
public sealed class OnnxFunctionBuilder(string domain, string name, string[] inputs, string[] outputs)
{
    private readonly List<ProtobufWriter> _nodes = [];
    private readonly List<string> _attributes = [];
    private readonly List<ProtobufWriter> _defaults = [];
    private readonly HashSet<string> _domains = [];

    /// <summary>Version of ONNX's operators; null for the network's.</summary>
    public int? Opset { get; init; }

    /// <summary>Names an attribute that a call must give.</summary>
    public OnnxFunctionBuilder Attribute(string attribute)
    {
        _attributes.Add(attribute);
        return this;
    }

    /// <summary>Names an attribute that a call may leave out.</summary>
    public OnnxFunctionBuilder Attribute(string attribute, object value)
    {
        _defaults.Add(OnnxNodeWriter.Attribute(attribute, value));
        return this;
    }

    /// <summary>Adds a node of ONNX's.</summary>
    public OnnxFunctionBuilder Node(string operation, string[] from, string[] to, params (string Name, object Value)[] attributes) => Call("", operation, from, to, attributes);

    /// <summary>Adds a node of any domain.</summary>
    public OnnxFunctionBuilder Call(string operatorDomain, string operation, string[] from, string[] to, params (string Name, object Value)[] attributes)
    {
        _domains.Add(operatorDomain);
        _nodes.Add(OnnxNodeWriter.Write($"{operation}_{_nodes.Count}", operatorDomain, operation, from, to, attributes));
        return this;
    }

    internal ProtobufWriter Message(int opset)
    {
        var function = new ProtobufWriter().Text(1, name);
        Array.ForEach(inputs, input => function.Text(4, input));
        Array.ForEach(outputs, output => function.Text(5, output));
        _attributes.ForEach(attribute => function.Text(6, attribute));
        _nodes.ForEach(node => function.Message(7, node));
        function.Message(9, new ProtobufWriter().Text(1, "").Int(2, Opset ?? opset));
        foreach (var used in _domains.Where(used => used.Length > 0))
        {
            function.Message(9, new ProtobufWriter().Text(1, used).Int(2, 1));
        }

        function.Text(10, domain);
        _defaults.ForEach(value => function.Message(11, value));
        return function;
    }
}
