namespace RasterAnalysis.Onnx;

/// <summary>An attribute of a node (<c>AttributeProto</c>). Which members are set follows from the attribute's type.</summary>
public sealed record OnnxAttribute(
    string Name, long Int, float Float, string? Text, IReadOnlyList<long> Ints, IReadOnlyList<float> Floats, OnnxTensor? Tensor, OnnxGraph? Graph);
