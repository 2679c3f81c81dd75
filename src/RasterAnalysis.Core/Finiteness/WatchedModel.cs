using System.Globalization;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>
/// Has an ONNX file say where watched nodes made no number: behind the file as it is, nodes and an output of booleans for each are written, which a reader puts to the lists of its graph (as
/// for <see cref="OnnxOutputs"/>). Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public static class WatchedModel
{
    // numbers of TensorProto.DataType
    private const int Float = 1;
    private const int Bool = 9;

    // from here on the axes are an input
    private const long AxesAsInput = 18;

    /// <summary>Writes the file.</summary>
    /// <param name="file">The ONNX file; functions whose nodes are watched are written where they are called.</param>
    /// <param name="watch">What is looked at.</param>
    /// <param name="outputs">The names of the outputs, one for each watched node.</param>
    public static byte[] Write(byte[] file, NetworkWatch watch, out string[] outputs)
    {
        var prefix = FreePrefix.Of(file, "watched");
        var graph = new GraphWriter();
        outputs = [.. watch.Nodes.Select((node, place) => Watch(graph, node, string.Create(CultureInfo.InvariantCulture, $"{prefix}{place}:"), watch.Opset))];
        foreach (var output in outputs)
        {
            graph.Message.Message(12, new ProtobufMessage().Text(1, output).Message(2, new ProtobufMessage().Message(1, new ProtobufMessage().Int(1, Bool))));
        }

        return [.. file, .. new ProtobufMessage().Message(7, graph.Message).ToArray()];
    }

    private static string Watch(GraphWriter graph, WatchedNode node, string prefix, long opset)
    {
        // whatever its type is; of Float this is nothing to do
        var values = graph.Node("Cast", [node.Tensor], prefix + "values", GraphWriter.Int("to", Float));
        if (node.CountsInfinity)
        {
            // infinity less infinity is NaN, any other number less itself is 0
            values = graph.Node("Sub", [values, values], prefix + "differences");
        }

        var isNone = graph.Node("IsNaN", [values], prefix + "none");
        if (node.Reduced is { Count: 0 })
        {
            return isNone;
        }

        var number = graph.Node("Cast", [isNone], prefix + "number", GraphWriter.Int("to", Float));
        var highest = prefix + "highest";
        if (node.Reduced is not { } axes)
        {
            graph.Node("ReduceMax", [number], highest, GraphWriter.Int("keepdims", 0));
        }
        else if (opset >= AxesAsInput)
        {
            graph.Node("ReduceMax", [number, graph.Constant(prefix + "axes", [.. axes])], highest);
        }
        else
        {
            graph.Node("ReduceMax", [number], highest, GraphWriter.Ints("axes", [.. axes]));
        }

        return graph.Node("Cast", [highest], prefix + "any", GraphWriter.Int("to", Bool));
    }
}
