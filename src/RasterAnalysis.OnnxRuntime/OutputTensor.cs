using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>Scores of any type as floats.</summary>
internal static class OutputTensor
{
    /// <summary>Copies an output; integers up to 2^24 are exact.</summary>
    /// <param name="tensor">The output.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="scores">Receives as many elements.</param>
    /// <exception cref="InferenceException">The type is no number.</exception>
    public static void Read(OrtValue tensor, TensorElementType type, Span<float> scores)
    {
        switch (type)
        {
            case TensorElementType.Float:
                tensor.GetTensorDataAsSpan<float>().CopyTo(scores);
                break;
            case TensorElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(tensor.GetTensorDataAsSpan<Float16>()), scores);
                break;
            case TensorElementType.Double:
                Convert<double>(tensor, scores);
                break;
            case TensorElementType.UInt8:
                Convert<byte>(tensor, scores);
                break;
            case TensorElementType.Int8:
                Convert<sbyte>(tensor, scores);
                break;
            case TensorElementType.UInt16:
                Convert<ushort>(tensor, scores);
                break;
            case TensorElementType.Int16:
                Convert<short>(tensor, scores);
                break;
            case TensorElementType.Int32:
                Convert<int>(tensor, scores);
                break;
            case TensorElementType.Int64:
                Convert<long>(tensor, scores);
                break;
            case TensorElementType.UInt32:
                Convert<uint>(tensor, scores);
                break;
            case TensorElementType.UInt64:
                Convert<ulong>(tensor, scores);
                break;
            case TensorElementType.Boolean:
                Convert<byte>(MemoryMarshal.AsBytes(tensor.GetTensorDataAsSpan<bool>()), scores);
                break;
            default:
                throw new InferenceException($"The network's output type {type} is no number.");
        }
    }

    private static void Convert<T>(OrtValue tensor, Span<float> scores)
        where T : unmanaged, INumberBase<T> => Convert(tensor.GetTensorDataAsSpan<T>(), scores);

    private static void Convert<T>(ReadOnlySpan<T> elements, Span<float> scores)
        where T : unmanaged, INumberBase<T> => TensorPrimitives.ConvertTruncating(elements, scores);
}
