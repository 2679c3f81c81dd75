using RasterAnalysis.Tensors;

namespace RasterAnalysis.Onnx;

/// <summary>
/// Has an ONNX file give out one of its own tensors too. A Protocol Buffers message may follow in parts, whose lists are put together when it is read, so the output is written behind the file as it
/// is. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public static class OnnxOutputs
{
    /// <summary>Adds an output.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="tensor">A tensor that a node of its graph makes, and its type.</param>
    /// <returns>The file with the output.</returns>
    public static byte[] Add(ReadOnlySpan<byte> file, LogitTensor tensor)
    {
        var type = new ProtobufMessage().Message(1, new ProtobufMessage().Int(1, NumberOf(tensor.ElementType)));
        var output = new ProtobufMessage().Text(1, tensor.Name).Message(2, type);
        return [.. file, .. new ProtobufMessage().Message(7, new ProtobufMessage().Message(12, output)).ToArray()];
    }

    /// <summary>Numbers of <c>TensorProto.DataType</c>.</summary>
    private static int NumberOf(TensorElementType type) => type switch
    {
        TensorElementType.Float => 1,
        TensorElementType.Float16 => 10,
        TensorElementType.Double => 11,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Scores are floating point."),
    };
}
