using System.Buffers.Binary;

namespace RasterAnalysis.Onnx;

/// <summary>Writes nodes and values into an ONNX graph (<c>GraphProto</c>). Field numbers are those of ONNX's <c>onnx.proto</c>.</summary>
internal sealed class GraphWriter
{
    // numbers of TensorProto.DataType
    private const int Int64 = 7;
    private const int Double = 11;

    // numbers of AttributeProto.AttributeType
    private const int IntType = 2;
    private const int TextType = 3;
    private const int TensorType = 4;
    private const int IntsType = 7;
    private const int TextsType = 8;

    /// <summary>The graph so far.</summary>
    public ProtobufMessage Message { get; } = new();

    /// <summary>A node with one output, which is its name too.</summary>
    /// <returns>The output.</returns>
    public string Node(string type, string[] inputs, string output, params ProtobufMessage[] attributes) => Node(type, "", inputs, output, attributes);

    /// <summary>A node of another operator set.</summary>
    /// <returns>The output.</returns>
    public string Node(string type, string domain, string[] inputs, string output, params ProtobufMessage[] attributes)
    {
        var node = new ProtobufMessage();
        Array.ForEach(inputs, input => node.Text(1, input));
        node.Text(2, output).Text(3, output).Text(4, type).Text(7, domain);
        Array.ForEach(attributes, attribute => node.Message(5, attribute));
        Message.Message(1, node);
        return output;
    }

    /// <summary>A constant list of whole numbers: a node rather than an initializer, which older files have to list among the inputs.</summary>
    /// <returns>The name.</returns>
    public string Constant(string name, long[] values)
    {
        var tensor = new ProtobufMessage().Int(1, values.Length).Int(2, Int64);
        Array.ForEach(values, value => tensor.Int(7, value));
        return Constant(name, tensor);
    }

    /// <summary>A constant of Float64.</summary>
    /// <param name="name">Name.</param>
    /// <param name="dimensions">Axes.</param>
    /// <param name="values">Elements in row-major order.</param>
    public void Constant(string name, int[] dimensions, double[] values)
    {
        var tensor = new ProtobufMessage();
        Array.ForEach(dimensions, dimension => tensor.Int(1, dimension));
        var raw = new byte[values.Length * sizeof(double)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(i * sizeof(double)), values[i]);
        }

        Constant(name, tensor.Int(2, Double).Bytes(9, raw));
    }

    /// <summary>A constant of any type.</summary>
    /// <param name="name">Name.</param>
    /// <param name="type">Number of <c>TensorProto.DataType</c>.</param>
    /// <param name="dimensions">Axes; none for a scalar.</param>
    /// <param name="raw">Elements in row-major order, little endian.</param>
    /// <returns>The name.</returns>
    public string Constant(string name, int type, int[] dimensions, byte[] raw)
    {
        var tensor = new ProtobufMessage();
        Array.ForEach(dimensions, dimension => tensor.Int(1, dimension));
        return Constant(name, tensor.Int(2, type).Bytes(9, raw));
    }

    public static ProtobufMessage Int(string name, long value) => new ProtobufMessage().Text(1, name).Int(3, value).Int(20, IntType);

    public static ProtobufMessage Ints(string name, long[] values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        Array.ForEach(values, value => attribute.Int(8, value));
        return attribute.Int(20, IntsType);
    }

    public static ProtobufMessage Text(string name, string value) => new ProtobufMessage().Text(1, name).Text(4, value).Int(20, TextType);

    public static ProtobufMessage Texts(string name, IEnumerable<string> values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        foreach (var value in values)
        {
            attribute.Text(9, value);
        }

        return attribute.Int(20, TextsType);
    }

    /// <summary>What a graph declares of an input or output.</summary>
    /// <param name="name">Name.</param>
    /// <param name="type">Number of <c>TensorProto.DataType</c>.</param>
    /// <param name="lengths">Axes: numbers, or names of those that are not fixed.</param>
    public static ProtobufMessage Value(string name, int type, params object[] lengths)
    {
        var shape = new ProtobufMessage();
        foreach (var length in lengths)
        {
            shape.Message(1, length is int known ? new ProtobufMessage().Int(1, known) : new ProtobufMessage().Text(2, (string)length));
        }

        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, new ProtobufMessage().Int(1, type).Message(2, shape)));
    }

    private string Constant(string name, ProtobufMessage tensor) =>
        Node("Constant", [], name, new ProtobufMessage().Text(1, "value").Message(5, tensor).Int(20, TensorType));
}
