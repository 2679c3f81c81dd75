namespace RasterAnalysis.Onnx;

/// <summary>What a graph declares of an input or output (<c>ValueInfoProto</c>).</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="ElementType">Number of <c>TensorProto.DataType</c>; 0 for what is no tensor, or has no type.</param>
/// <param name="Dimensions">Axes in order, −1 for one that is not fixed; null where no shape is declared.</param>
/// <param name="IsSequence">Whether it is a sequence or a map rather than a tensor.</param>
public sealed record OnnxValue(string Name, int ElementType, IReadOnlyList<long>? Dimensions, bool IsSequence)
{
    /// <summary><c>TensorProto.DataType.STRING</c>.</summary>
    public const int Text = 8;

    /// <summary>Whether the elements are floating-point numbers of 16, 32 or 64 bits.</summary>
    public bool IsFloat => ElementType is 1 or 10 or 11 or 16;
}
