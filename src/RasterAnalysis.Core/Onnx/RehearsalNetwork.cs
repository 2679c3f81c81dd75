namespace RasterAnalysis.Onnx;

/// <summary>A network that is there to be run once, so that whatever runs networks is loaded: one 3×3 convolution from a band to two classes.</summary>
public static class RehearsalNetwork
{
    // numbers of TensorProto.DataType and of ModelProto's fields
    private const int Float = 1;
    private const int IrVersion = 7;
    private const int Opset = 13;
    private const int Classes = 2;
    private const int Kernel = 3;

    /// <summary>The ONNX file: input <c>[n, 1, h, w]</c>, output <c>[n, 2, h, w]</c>, both Float32.</summary>
    public static byte[] Write()
    {
        var graph = new GraphWriter();
        graph.Constant("weights", Float, [Classes, 1, Kernel, Kernel], new byte[Classes * Kernel * Kernel * sizeof(float)]);
        graph.Node("Conv", ["bands", "weights"], "scores", GraphWriter.Ints("kernel_shape", [Kernel, Kernel]), GraphWriter.Ints("pads", [1, 1, 1, 1]));
        graph.Message.Text(2, "rehearsal")
            .Message(11, GraphWriter.Value("bands", Float, "n", 1, "h", "w")).Message(12, GraphWriter.Value("scores", Float, "n", Classes, "h", "w"));
        return new ProtobufMessage().Int(1, IrVersion).Text(2, "RasterAnalysis").Message(7, graph.Message)
            .Message(8, new ProtobufMessage().Text(1, "").Int(2, Opset)).ToArray();
    }
}
