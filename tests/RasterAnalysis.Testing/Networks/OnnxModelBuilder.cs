using System.Buffers.Binary;

namespace RasterAnalysis.Testing.Networks;

/// <summary>Builds ONNX files node by node. Field numbers are those of ONNX's <c>onnx.proto</c>.</summary>
public sealed class OnnxModelBuilder(int opset = 13, int irVersion = 7)
{
    private readonly List<ProtobufWriter> _nodes = [];
    private readonly List<ProtobufWriter> _initializers = [];
    private readonly List<ProtobufWriter> _inputs = [];
    private readonly List<ProtobufWriter> _outputs = [];
    private readonly List<(string Key, string Value)> _metadata = [];
    private readonly List<OnnxFunctionBuilder> _functions = [];
    private readonly HashSet<string> _domains = [];

    /// <summary>Adds a graph input. A dimension is a number, a symbol, or null for unknown.</summary>
    public OnnxModelBuilder Input(string name, OnnxType type, params object?[] dimensions)
    {
        _inputs.Add(ValueInfo(name, type, dimensions));
        return this;
    }

    /// <summary>Adds a graph output.</summary>
    public OnnxModelBuilder Output(string name, OnnxType type, params object?[] dimensions)
    {
        _outputs.Add(ValueInfo(name, type, dimensions));
        return this;
    }

    /// <summary>Adds a constant tensor.</summary>
    public OnnxModelBuilder Constant(string name, int[] dimensions, params float[] values)
    {
        var raw = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * 4), values[i]);
        }

        return AddInitializer(name, OnnxType.Float, dimensions, raw);
    }

    /// <summary>Adds a constant tensor of halves.</summary>
    public OnnxModelBuilder Constant(string name, int[] dimensions, params Half[] values)
    {
        var raw = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(raw.AsSpan(i * 2), values[i]);
        }

        return AddInitializer(name, OnnxType.Float16, dimensions, raw);
    }

    /// <summary>Adds a constant tensor of integers, for shapes and axes.</summary>
    public OnnxModelBuilder Constant(string name, int[] dimensions, params long[] values)
    {
        var raw = new byte[values.Length * 8];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * 8), values[i]);
        }

        return AddInitializer(name, OnnxType.Int64, dimensions, raw);
    }

    /// <summary>Adds a constant tensor of floats whose elements lie in a file beside the network.</summary>
    public OnnxModelBuilder ExternalConstant(string name, int[] dimensions, string location)
    {
        var tensor = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            tensor.Int(1, dimension);
        }

        _initializers.Add(tensor.Int(2, (int)OnnxType.Float).Text(8, name)
            .Message(13, new ProtobufWriter().Text(1, "location").Text(2, location)).Int(14, 1));
        return this;
    }

    /// <summary>Adds a constant tensor of bytes.</summary>
    public OnnxModelBuilder Constant(string name, int[] dimensions, params byte[] values) => AddInitializer(name, OnnxType.UInt8, dimensions, values);

    /// <summary>Adds a node.</summary>
    /// <param name="operation">Operator, for example <c>Conv</c>.</param>
    /// <param name="inputs">Names of inputs; empty for one left out.</param>
    /// <param name="output">Name of the output.</param>
    /// <param name="attributes">Attributes: long, float, string, long[], float[], or a builder whose graph is the attribute.</param>
    public OnnxModelBuilder Node(string operation, string[] inputs, string output, params (string Name, object Value)[] attributes) =>
        Node(operation, inputs, [output], attributes);

    /// <summary>Adds a node with several outputs.</summary>
    public OnnxModelBuilder Node(string operation, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes) =>
        Call("", operation, inputs, outputs, attributes);

    /// <summary>Adds a node of another domain: an operator of ONNX Runtime's, or one of the file's own functions.</summary>
    public OnnxModelBuilder Call(string domain, string operation, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        _domains.Add(domain);
        _nodes.Add(OnnxNodeWriter.Write($"{operation}_{_nodes.Count}", domain, operation, inputs, outputs, attributes));
        return this;
    }

    /// <summary>Adds an operator that the file itself defines.</summary>
    public OnnxModelBuilder Function(OnnxFunctionBuilder function)
    {
        _functions.Add(function);
        return this;
    }

    /// <summary>Adds an entry to the file's own metadata.</summary>
    public OnnxModelBuilder Metadata(string key, string value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Build()
    {
        var model = new ProtobufWriter().Int(1, irVersion).Text(2, "RasterAnalysis.Testing").Message(7, Graph())
            .Message(8, new ProtobufWriter().Text(1, "").Int(2, opset));
        foreach (var domain in _domains.Where(domain => domain.Length > 0))
        {
            model.Message(8, new ProtobufWriter().Text(1, domain).Int(2, 1));
        }

        _functions.ForEach(function => model.Message(25, function.Message(opset)));
        foreach (var (key, value) in _metadata)
        {
            model.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
        }

        return model.ToArray();
    }

    /// <summary>The graph by itself, for an attribute.</summary>
    internal ProtobufWriter Graph()
    {
        var graph = new ProtobufWriter();
        _nodes.ForEach(node => graph.Message(1, node));
        graph.Text(2, "graph");
        _initializers.ForEach(tensor => graph.Message(5, tensor));
        _inputs.ForEach(input => graph.Message(11, input));
        _outputs.ForEach(output => graph.Message(12, output));
        return graph;
    }

    private OnnxModelBuilder AddInitializer(string name, OnnxType type, int[] dimensions, byte[] raw)
    {
        var tensor = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            tensor.Int(1, dimension);
        }

        _initializers.Add(tensor.Int(2, (int)type).Text(8, name).Bytes(9, raw));
        return this;
    }

    private static ProtobufWriter ValueInfo(string name, OnnxType type, object?[] dimensions)
    {
        var shape = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            shape.Message(1, dimension switch
            {
                int number => new ProtobufWriter().Int(1, number),
                long number => new ProtobufWriter().Int(1, number),
                string symbol => new ProtobufWriter().Text(2, symbol),
                _ => new ProtobufWriter(),
            });
        }

        var tensor = new ProtobufWriter().Int(1, (int)type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
