using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>Pixels as a tensor of a network's input type. Integers are rounded to the nearest, ties to even, and saturate; halves round to nearest.</summary>
/// <remarks>Dispose of it when the run is over.</remarks>
internal sealed class InputTensor : IDisposable
{
    private const int Piece = 1024;
    private readonly IDisposable? _converted;

    private InputTensor(OrtValue value, IDisposable? converted) => (Value, _converted) = (value, converted);

    /// <summary>The tensor.</summary>
    public OrtValue Value { get; }

    /// <summary>Makes the tensor; for <c>Float</c> it lies over the caller's memory, which must stay put until the run is over.</summary>
    /// <exception cref="InferenceException">Pixels cannot be made into such values.</exception>
    public static InputTensor Of(ReadOnlyMemory<float> values, long[] dimensions, TensorElementType type) => type switch
    {
        TensorElementType.Float => new InputTensor(TransferMemory.TryWrap(values, dimensions) ?? Wrap(MemoryMarshal.AsMemory(values), dimensions), null),
        TensorElementType.Float16 => Convert<Float16>(
            values, dimensions, (from, to) => TensorPrimitives.ConvertToHalf(from, MemoryMarshal.Cast<Float16, Half>(to))),
        TensorElementType.Double => Convert<double>(values, dimensions, TensorPrimitives.ConvertChecked),
        TensorElementType.UInt8 => Convert<byte>(values, dimensions, Round),
        TensorElementType.Int8 => Convert<sbyte>(values, dimensions, Round),
        TensorElementType.UInt16 => Convert<ushort>(values, dimensions, Round),
        TensorElementType.Int16 => Convert<short>(values, dimensions, Round),
        TensorElementType.Int32 => Convert<int>(values, dimensions, Round),
        TensorElementType.Int64 => Convert<long>(values, dimensions, Round),
        TensorElementType.UInt32 => Convert<uint>(values, dimensions, Round),
        TensorElementType.UInt64 => Convert<ulong>(values, dimensions, Round),
        _ => throw new InferenceException($"The network's input type {type} cannot be made from pixels."),
    };

    public void Dispose()
    {
        Value.Dispose();
        _converted?.Dispose();
    }

    private delegate void Conversion<T>(ReadOnlySpan<float> from, Span<T> to);

    private static InputTensor Convert<T>(ReadOnlyMemory<float> values, long[] dimensions, Conversion<T> convert)
        where T : unmanaged
    {
        var owner = MemoryPool<T>.Shared.Rent(values.Length);
        var memory = owner.Memory[..values.Length];
        convert(values.Span, memory.Span);
        return new InputTensor(Wrap(memory, dimensions), owner);
    }

    private static void Round<T>(ReadOnlySpan<float> from, Span<T> to)
        where T : unmanaged, INumberBase<T>
    {
        Span<float> rounded = stackalloc float[Piece];
        for (var at = 0; at < from.Length; at += Piece)
        {
            var piece = from[at..Math.Min(at + Piece, from.Length)];
            TensorPrimitives.Round(piece, rounded);
            TensorPrimitives.ConvertSaturating<float, T>(rounded[..piece.Length], to[at..]);
        }
    }

    private static OrtValue Wrap<T>(Memory<T> values, long[] dimensions)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, dimensions);
}
