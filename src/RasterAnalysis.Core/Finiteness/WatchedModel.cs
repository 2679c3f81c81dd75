using System.Globalization;
using System.Text;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>
/// Has an ONNX file say where watched nodes made no number: behind the file as it is, nodes and an output of booleans for each are written, which a reader puts to the lists of its graph (as
/// for <see cref="OnnxOutputs"/>). Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public static class WatchedModel
{
    // numbers of TensorProto.DataType and AttributeProto.AttributeType
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Bool = 9;
    private const int IntAttribute = 2;
    private const int TensorAttribute = 4;
    private const int IntsAttribute = 7;

    // from here on the axes are an input
    private const long AxesAsInput = 18;

    /// <summary>Writes the file.</summary>
    /// <param name="file">The ONNX file; functions whose nodes are watched are written where they are called.</param>
    /// <param name="watch">What is looked at.</param>
    /// <param name="outputs">The names of the outputs, one for each watched node.</param>
    public static byte[] Write(byte[] file, NetworkWatch watch, out string[] outputs)
    {
        var prefix = FreePrefix(file);
        var graph = new ProtobufMessage();
        outputs = [.. watch.Nodes.Select((node, place) => Watch(graph, node, string.Create(CultureInfo.InvariantCulture, $"{prefix}{place}:"), watch.Opset))];
        foreach (var output in outputs)
        {
            graph.Message(12, new ProtobufMessage().Text(1, output).Message(2, new ProtobufMessage().Message(1, new ProtobufMessage().Int(1, Bool))));
        }

        return [.. file, .. new ProtobufMessage().Message(7, graph).ToArray()];
    }

    private static string Watch(ProtobufMessage graph, WatchedNode node, string prefix, long opset)
    {
        // whatever its type is; of Float this is nothing to do
        var values = Node(graph, "Cast", [node.Tensor], prefix + "values", Int("to", Float));
        if (node.CountsInfinity)
        {
            // infinity less infinity is NaN, any other number less itself is 0
            values = Node(graph, "Sub", [values, values], prefix + "differences");
        }

        var isNone = Node(graph, "IsNaN", [values], prefix + "none");
        if (node.Reduced is { Count: 0 })
        {
            return isNone;
        }

        var number = Node(graph, "Cast", [isNone], prefix + "number", Int("to", Float));
        var highest = prefix + "highest";
        if (node.Reduced is not { } axes)
        {
            Node(graph, "ReduceMax", [number], highest, Int("keepdims", 0));
        }
        else if (opset >= AxesAsInput)
        {
            Node(graph, "ReduceMax", [number, Constant(graph, prefix + "axes", axes)], highest);
        }
        else
        {
            var list = new ProtobufMessage().Text(1, "axes");
            axes.Aggregate(list, (message, axis) => message.Int(8, axis)).Int(20, IntsAttribute);
            Node(graph, "ReduceMax", [number], highest, list);
        }

        return Node(graph, "Cast", [highest], prefix + "any", Int("to", Bool));
    }

    private static string Node(ProtobufMessage graph, string type, string[] inputs, string output, ProtobufMessage? attribute = null)
    {
        var node = inputs.Aggregate(new ProtobufMessage(), (message, input) => message.Text(1, input)).Text(2, output).Text(3, output).Text(4, type);
        graph.Message(1, attribute is null ? node : node.Message(5, attribute));
        return output;
    }

    private static string Constant(ProtobufMessage graph, string name, IReadOnlyList<int> values)
    {
        var tensor = values.Aggregate(new ProtobufMessage().Int(1, values.Count).Int(2, Int64), (message, value) => message.Int(7, value));
        return Node(graph, "Constant", [], name, new ProtobufMessage().Text(1, "value").Message(5, tensor).Int(20, TensorAttribute));
    }

    private static ProtobufMessage Int(string name, long value) => new ProtobufMessage().Text(1, name).Int(3, value).Int(20, IntAttribute);

    /// <summary>What no tensor's name in the file begins with.</summary>
    private static string FreePrefix(ReadOnlySpan<byte> file)
    {
        for (var i = 0; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"watched{i}:");
            if (file.IndexOf(Encoding.UTF8.GetBytes(prefix)) < 0)
            {
                return prefix;
            }
        }
    }
}
