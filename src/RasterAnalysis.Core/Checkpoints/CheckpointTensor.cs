using RasterAnalysis.Tensors;

namespace RasterAnalysis.Checkpoints;

/// <summary>A weight of a checkpoint.</summary>
/// <param name="Name">Its name in the state dictionary, for example <c>layers.0.4.0.conv1.weight</c>.</param>
/// <param name="Shape">Lengths of its axes, the first one slowest.</param>
/// <param name="ElementType">What its elements are in the file; <see cref="TensorElementType.Other"/> for bfloat16.</param>
internal sealed record CheckpointTensor(string Name, IReadOnlyList<long> Shape, TensorElementType ElementType)
{
    /// <summary>Elements.</summary>
    public long Count => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Where it lies.</summary>
    internal PickleValue.Tensor View { get; init; } = null!;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
