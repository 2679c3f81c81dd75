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

    /// <summary>Reads the parameter <c>pixelType</c>.</summary>
    /// <returns>Null when it is not set or <c>UNKNOWN</c>, and when there was a fault, which went to <paramref name="faults"/>.</returns>
    public static PixelType? Parse(string? text, List<RequestError> faults)
    {
        switch (text?.ToUpperInvariant())
        {
            case null or "UNKNOWN":
                return null;

            // fewer bits than a byte are a byte to every client
            case "U1" or "U2" or "U4" or "U8":
                return PixelType.U8;
            case "U16":
                return PixelType.U16;
            case "S16":
                return PixelType.S16;
            case "U32":
                return PixelType.U32;
            case "S32":
                return PixelType.S32;
            case "F32":
                return PixelType.F32;
            case "F64":
                return PixelType.F64;
            default:
                faults.Add(new RequestError("pixelType", "must be U8, U16, S16, U32, S32, F32, F64 or UNKNOWN, the raster's own; S8 and complex types are not written."));
                return null;
        }
    }
}
