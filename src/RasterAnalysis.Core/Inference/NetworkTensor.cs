using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>An input or output of a network, as its file declares it.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="ElementType">Element type.</param>
/// <param name="Dimensions">Axes in order; −1 for one that is not fixed.</param>
public sealed record NetworkTensor(string Name, TensorElementType ElementType, IReadOnlyList<int> Dimensions)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {ElementType}[{string.Join(", ", Dimensions.Select(d => d < 0 ? "?" : $"{d}"))}]";
}
