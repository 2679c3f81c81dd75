namespace RasterAnalysis.Onnx;

/// <summary>A constant tensor of an ONNX graph (<c>TensorProto</c>).</summary>
/// <param name="Name">Name in the graph; empty for the value of an attribute.</param>
/// <param name="Dimensions">Axes in order; none for a scalar.</param>
/// <param name="Values">
/// Elements in row-major order, when there are at most <see cref="MaxValues"/> and they are numbers; null otherwise. Shapes, axes and scales are
/// small; weights are not looked at.
/// </param>
/// <param name="IsInteger">Whether the elements are of an integer type or booleans.</param>
/// <param name="ExternalLocation">File that holds the elements, as the network writes it; null when they are in the network's own file.</param>
public sealed record OnnxTensor(string Name, int[] Dimensions, double[]? Values, bool IsInteger, string? ExternalLocation)
{
    /// <summary>Elements that are kept at the most.</summary>
    public const int MaxValues = 4096;

    /// <summary>Whether the elements are floating-point numbers of 16 bits (<c>FLOAT16</c>).</summary>
    public bool IsHalf { get; init; }
}
