namespace RasterAnalysis.Rasters;

/// <summary>Sample type, spelt as ArcGIS spells it: U unsigned, S signed, F floating point, and the bits.</summary>
public enum PixelType
{
    /// <summary>Unsigned 8-bit (GDAL's Byte).</summary>
    U8,

    /// <summary>Signed 8-bit (GDAL's Int8, from 3.7).</summary>
    S8,

    /// <summary>Unsigned 16-bit.</summary>
    U16,

    /// <summary>Signed 16-bit.</summary>
    S16,

    /// <summary>Unsigned 32-bit.</summary>
    U32,

    /// <summary>Signed 32-bit.</summary>
    S32,

    /// <summary>Unsigned 64-bit.</summary>
    U64,

    /// <summary>Signed 64-bit.</summary>
    S64,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,
}
