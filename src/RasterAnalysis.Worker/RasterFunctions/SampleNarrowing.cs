using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>
/// Float32 samples as integers of 8 and 16 bits: fractions fall away, and what the type does not hold becomes its nearest value. By vectors, which TensorPrimitives has for none of these: of three
/// bands of 256² pixels it needs as long as a function for its block.
/// </summary>
internal static class SampleNarrowing
{
    /// <summary>To unsigned bytes.</summary>
    /// <param name="input">The samples; NaN becomes 0.</param>
    /// <param name="target">As many bytes.</param>
    public static void ToBytes(ReadOnlySpan<float> input, Span<byte> target)
    {
        ref var from = ref MemoryMarshal.GetReference(input);
        ref var to = ref MemoryMarshal.GetReference(target[..input.Length]);
        var i = 0;
        for (; i <= input.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = (Vector128.NarrowWithSaturation(Whole(ref from, i), Whole(ref from, i + 4)), Vector128.NarrowWithSaturation(Whole(ref from, i + 8), Whole(ref from, i + 12)));
            Vector128.NarrowWithSaturation(NotNegative(low), NotNegative(high)).StoreUnsafe(ref to, (nuint)i);
        }

        TensorPrimitives.ConvertSaturating(input[i..], target[i..input.Length]);

        static Vector128<ushort> NotNegative(Vector128<short> values) => Vector128.Max(values, Vector128<short>.Zero).AsUInt16();
    }

    /// <summary>To unsigned 16 bits.</summary>
    /// <param name="input">The samples; NaN becomes 0.</param>
    /// <param name="target">As many numbers.</param>
    public static void ToUInt16(ReadOnlySpan<float> input, Span<ushort> target)
    {
        ref var from = ref MemoryMarshal.GetReference(input);
        ref var to = ref MemoryMarshal.GetReference(target[..input.Length]);
        var i = 0;
        for (; i <= input.Length - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            Vector128.NarrowWithSaturation(NotNegative(Whole(ref from, i)), NotNegative(Whole(ref from, i + 4))).StoreUnsafe(ref to, (nuint)i);
        }

        TensorPrimitives.ConvertSaturating(input[i..], target[i..input.Length]);

        static Vector128<uint> NotNegative(Vector128<int> values) => Vector128.Max(values, Vector128<int>.Zero).AsUInt32();
    }

    /// <summary>To signed 16 bits.</summary>
    /// <param name="input">The samples; NaN becomes 0.</param>
    /// <param name="target">As many numbers.</param>
    public static void ToInt16(ReadOnlySpan<float> input, Span<short> target)
    {
        ref var from = ref MemoryMarshal.GetReference(input);
        ref var to = ref MemoryMarshal.GetReference(target[..input.Length]);
        var i = 0;
        for (; i <= input.Length - Vector128<short>.Count; i += Vector128<short>.Count)
        {
            Vector128.NarrowWithSaturation(Whole(ref from, i), Whole(ref from, i + 4)).StoreUnsafe(ref to, (nuint)i);
        }

        TensorPrimitives.ConvertSaturating(input[i..], target[i..input.Length]);
    }

    // on every processor alike: cut at the ends of 32 bits, NaN as 0
    private static Vector128<int> Whole(ref float from, int at) => Vector128.ConvertToInt32(Vector128.LoadUnsafe(ref Unsafe.Add(ref from, at)));
}
