using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>ArcGIS's words for sample types.</summary>
internal static class EsriPixelType
{
    /// <summary>The word of a type. ArcGIS has none for 64-bit integers; F64 is the nearest that clients know.</summary>
    public static string WireName(this PixelType type) => type switch
    {
        PixelType.U64 or PixelType.S64 => "F64",
        _ => type.ToString(),
    };
}
