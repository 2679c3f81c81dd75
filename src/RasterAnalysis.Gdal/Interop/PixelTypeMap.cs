using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Interop;

// The one mapping between GDAL's sample types and ours.
internal static class PixelTypeMap
{
    // Null for complex types, which have no place in a classification.
    public static PixelType? ToPixelType(GdalDataType type) => type switch
    {
        GdalDataType.GDT_Byte => PixelType.U8,
        GdalDataType.GDT_Int8 => PixelType.S8,
        GdalDataType.GDT_UInt16 => PixelType.U16,
        GdalDataType.GDT_Int16 => PixelType.S16,
        GdalDataType.GDT_UInt32 => PixelType.U32,
        GdalDataType.GDT_Int32 => PixelType.S32,
        GdalDataType.GDT_UInt64 => PixelType.U64,
        GdalDataType.GDT_Int64 => PixelType.S64,
        GdalDataType.GDT_Float32 => PixelType.F32,
        GdalDataType.GDT_Float64 => PixelType.F64,
        _ => null,
    };

    public static GdalDataType ToGdal(PixelType type) => type switch
    {
        PixelType.U8 => GdalDataType.GDT_Byte,
        PixelType.S8 => GdalDataType.GDT_Int8,
        PixelType.U16 => GdalDataType.GDT_UInt16,
        PixelType.S16 => GdalDataType.GDT_Int16,
        PixelType.U32 => GdalDataType.GDT_UInt32,
        PixelType.S32 => GdalDataType.GDT_Int32,
        PixelType.U64 => GdalDataType.GDT_UInt64,
        PixelType.S64 => GdalDataType.GDT_Int64,
        PixelType.F32 => GdalDataType.GDT_Float32,
        PixelType.F64 => GdalDataType.GDT_Float64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    // Whether every value of the type is a float32 value.
    public static bool FitsFloat(PixelType type) => type is PixelType.U8 or PixelType.S8 or PixelType.U16 or PixelType.S16 or PixelType.F32;
}
