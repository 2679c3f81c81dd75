namespace RasterAnalysis.Onnx;

/// <summary>An attribute of a node (<c>AttributeProto</c>). Which members are set follows from the attribute's type.</summary>
public sealed record OnnxAttribute(
    string Name, long Int, float Float, string? Text, IReadOnlyList<long> Ints, IReadOnlyList<float> Floats, OnnxTensor? Tensor, OnnxGraph? Graph)
{
    /// <summary>Texts, those beyond <see cref="OnnxTensor.MaxValues"/> left out.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Attribute of the call that gives the value, within a function; empty elsewhere.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Where it lies in the file.</summary>
    public FilePart Source { get; init; }
}
