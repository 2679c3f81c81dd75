using System.Runtime.Intrinsics.X86;
using RasterAnalysis.Quantization;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>What ONNX Runtime does with products of bytes on this machine's processor.</summary>
public static class ByteArithmetic
{
    /// <summary>
    /// What two weights that stand side by side may be together, in whole numbers of 8 bits, so that products with bytes are added up exactly: without VNNI the sum of two products has 16 bits, and
    /// is cut off where it has not room. Null with it.
    /// </summary>
    public static int? PairLimit { get; } = HasExactSums() ? null : ByteQuantization.LargestPair;

    // AVX512_VNNI and AVX-VNNI, by the bits of Intel's and AMD's manuals; ARM's instructions add up in 32 bits
    private static bool HasExactSums()
    {
        if (!X86Base.IsSupported)
        {
            return true;
        }

        var (highest, _, _, _) = X86Base.CpuId(0, 0);
        if (highest < 7)
        {
            return false;
        }

        var (leaves, _, ecx, _) = X86Base.CpuId(7, 0);
        return (Avx512F.IsSupported && (ecx & (1 << 11)) != 0) || (leaves >= 1 && Avx2.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0);
    }
}
