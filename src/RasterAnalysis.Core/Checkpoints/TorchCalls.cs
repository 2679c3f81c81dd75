using System.Numerics;

namespace RasterAnalysis.Checkpoints;

/// <summary>The calls by which torch writes tensors and ordered dictionaries (<c>torch/_utils.py</c>). Any other call stays a note of itself.</summary>
internal static class TorchCalls
{
    private const int MaxAxes = 8;

    /// <summary>What a call stands for.</summary>
    /// <param name="function">What is called.</param>
    /// <param name="arguments">A tuple, as a rule.</param>
    /// <exception cref="CheckpointFormatException">A tensor's numbers cannot be.</exception>
    public static PickleValue Of(object? function, object? arguments) => (function, arguments) switch
    {
        (PickleValue.Global { FullName: "collections.OrderedDict" }, PickleValue.Sequence { Items: [] }) => new PickleValue.Dictionary([]),
        (PickleValue.Global { FullName: "torch._utils._rebuild_tensor_v2" },
            PickleValue.Sequence { Items: [PickleValue.Persistent { Id: CheckpointStorage storage }, BigInteger offset, PickleValue.Sequence shape, PickleValue.Sequence strides, ..] }) =>
            Tensor(storage, offset, Numbers(shape), Numbers(strides)),

        // a parameter is its tensor
        (PickleValue.Global { FullName: "torch._utils._rebuild_parameter" }, PickleValue.Sequence { Items: [PickleValue.Tensor tensor, ..] }) => tensor,
        _ => new PickleValue.Call(function, arguments),
    };

    private static PickleValue.Tensor Tensor(CheckpointStorage storage, BigInteger offset, long[] shape, long[] strides)
    {
        // the last element of all lies in the storage, so each does; and none is repeated, or a few bytes would be a tensor of any size
        var count = shape.Aggregate(BigInteger.One, (product, length) => product * length);
        var last = shape.Contains(0) ? -1 : shape.Zip(strides).Aggregate(offset, (place, axis) => place + ((BigInteger)(axis.First - 1) * axis.Second));
        return shape.Length == strides.Length && shape.Length <= MaxAxes && offset >= 0 && last < storage.Count && count <= storage.Count
            ? new PickleValue.Tensor(storage, (long)offset, shape, strides)
            : throw new CheckpointFormatException(
                $"A tensor [{string.Join(", ", shape.Take(MaxAxes))}] does not lie in its storage '{CheckpointStorage.Shown(storage.Key)}' of {storage.Count} elements.");
    }

    private static long[] Numbers(PickleValue.Sequence sequence) => [.. sequence.Items.Select(item => item is BigInteger number && number >= 0 && number <= long.MaxValue
        ? (long)number : throw new CheckpointFormatException("A tensor's shape or strides are no whole numbers of 0 or more."))];
}
