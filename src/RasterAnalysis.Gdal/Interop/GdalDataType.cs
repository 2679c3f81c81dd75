namespace RasterAnalysis.Gdal.Interop;

// GDALDataType of gdal.h; C names kept. Int8 is known from GDAL 3.7 on.
internal enum GdalDataType
{
    GDT_Unknown = 0,
    GDT_Byte = 1,
    GDT_UInt16 = 2,
    GDT_Int16 = 3,
    GDT_UInt32 = 4,
    GDT_Int32 = 5,
    GDT_Float32 = 6,
    GDT_Float64 = 7,
    GDT_UInt64 = 12,
    GDT_Int64 = 13,
    GDT_Int8 = 14,
}
