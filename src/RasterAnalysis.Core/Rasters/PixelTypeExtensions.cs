namespace RasterAnalysis.Rasters;

/// <summary>Facts about sample types.</summary>
public static class PixelTypeExtensions
{
    /// <summary>Bytes of one sample.</summary>
    public static int ByteSize(this PixelType type) => type switch
    {
        PixelType.U8 or PixelType.S8 => 1,
        PixelType.U16 or PixelType.S16 => 2,
        PixelType.U32 or PixelType.S32 or PixelType.F32 => 4,
        PixelType.U64 or PixelType.S64 or PixelType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Whether the type holds fractions.</summary>
    public static bool IsFloatingPoint(this PixelType type) => type is PixelType.F32 or PixelType.F64;

    /// <summary>Lowest and highest value of an integer type; null for floating point.</summary>
    public static (double Min, double Max)? IntegerRange(this PixelType type) => type switch
    {
        PixelType.U8 => (byte.MinValue, byte.MaxValue),
        PixelType.S8 => (sbyte.MinValue, sbyte.MaxValue),
        PixelType.U16 => (ushort.MinValue, ushort.MaxValue),
        PixelType.S16 => (short.MinValue, short.MaxValue),
        PixelType.U32 => (uint.MinValue, uint.MaxValue),
        PixelType.S32 => (int.MinValue, int.MaxValue),
        PixelType.U64 => (ulong.MinValue, ulong.MaxValue),
        PixelType.S64 => (long.MinValue, long.MaxValue),
        _ => null,
    };
}
