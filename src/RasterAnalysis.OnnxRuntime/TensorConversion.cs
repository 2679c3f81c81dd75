using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>Turns floats into a network's input type and its output type back into floats. Integers saturate; halves round to nearest.</summary>
internal static class TensorConversion
{
    /// <summary>Makes an input tensor; for <c>Float</c> it lies over the caller's memory, which must stay put until the run is over.</summary>
    public static OrtValue ToTensor(ReadOnlyMemory<float> values, long[] dimensions, TensorElementType type) => type switch
    {
        TensorElementType.Float => Wrap(System.Runtime.InteropServices.MemoryMarshal.AsMemory(values), dimensions),
        TensorElementType.Float16 => Wrap(Convert(values.Span, v => new Float16(BitConverter.HalfToUInt16Bits((Half)v))), dimensions),
        TensorElementType.Double => Wrap(Convert(values.Span, v => (double)v), dimensions),
        TensorElementType.UInt8 => Wrap(Convert(values.Span, v => (byte)Clamp(v, byte.MinValue, byte.MaxValue)), dimensions),
        TensorElementType.Int8 => Wrap(Convert(values.Span, v => (sbyte)Clamp(v, sbyte.MinValue, sbyte.MaxValue)), dimensions),
        TensorElementType.UInt16 => Wrap(Convert(values.Span, v => (ushort)Clamp(v, ushort.MinValue, ushort.MaxValue)), dimensions),
        TensorElementType.Int16 => Wrap(Convert(values.Span, v => (short)Clamp(v, short.MinValue, short.MaxValue)), dimensions),
        TensorElementType.Int32 => Wrap(Convert(values.Span, v => (int)Clamp(v, int.MinValue, int.MaxValue)), dimensions),
        TensorElementType.Int64 => Wrap(Convert(values.Span, v => (long)Math.Round(v)), dimensions),
        _ => throw new InferenceException($"The network's input type {type} cannot be made from pixels."),
    };

    /// <summary>Copies an output into floats.</summary>
    /// <param name="tensor">The output.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="target">Receives the elements; made larger when needed.</param>
    /// <returns>The number of elements.</returns>
    public static int ToFloats(OrtValue tensor, TensorElementType type, ref float[] target) => type switch
    {
        TensorElementType.Float => Copy<float>(tensor, v => v, ref target),
        TensorElementType.Float16 => Copy<Float16>(tensor, v => (float)BitConverter.UInt16BitsToHalf(v.value), ref target),
        TensorElementType.Double => Copy<double>(tensor, v => (float)v, ref target),
        TensorElementType.UInt8 => Copy<byte>(tensor, v => v, ref target),
        TensorElementType.Int8 => Copy<sbyte>(tensor, v => v, ref target),
        TensorElementType.UInt16 => Copy<ushort>(tensor, v => v, ref target),
        TensorElementType.Int16 => Copy<short>(tensor, v => v, ref target),
        TensorElementType.Int32 => Copy<int>(tensor, v => v, ref target),
        TensorElementType.Int64 => Copy<long>(tensor, v => v, ref target),
        _ => throw new InferenceException($"The network's output type {type} is no number."),
    };

    private static OrtValue Wrap<T>(Memory<T> values, long[] dimensions)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, dimensions);

    private static OrtValue Wrap<T>(T[] values, long[] dimensions)
        where T : unmanaged => Wrap(values.AsMemory(), dimensions);

    private static T[] Convert<T>(ReadOnlySpan<float> values, Func<float, T> convert)
    {
        var result = new T[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = convert(values[i]);
        }

        return result;
    }

    private static double Clamp(float value, double min, double max) => Math.Clamp(Math.Round(value), min, max);

    private static int Copy<T>(OrtValue tensor, Func<T, float> convert, ref float[] target)
        where T : unmanaged
    {
        var source = tensor.GetTensorDataAsSpan<T>();
        if (target.Length < source.Length)
        {
            target = new float[source.Length];
        }

        if (typeof(T) == typeof(float))
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(source).CopyTo(target);
            return source.Length;
        }

        for (var i = 0; i < source.Length; i++)
        {
            target[i] = convert(source[i]);
        }

        return source.Length;
    }
}
