using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>The parameter <c>format</c> of <c>exportImage</c>.</summary>
internal static class ExportImageFormat
{
    /// <summary>Reads the format. <c>jpgpng</c>, the default, means a PNG wherever a picture has transparent parts; here it always is one.</summary>
    /// <param name="text">The parameter, in any case; null when it is not set.</param>
    /// <param name="faults">Receives the fault, if there is one.</param>
    public static RenderFormat Parse(string? text, List<RequestError> faults)
    {
        switch (text?.ToUpperInvariant())
        {
            case null or "JPGPNG" or "PNG" or "PNG8" or "PNG32":
                return RenderFormat.Png32;
            case "PNG24":
                return RenderFormat.Png24;
            case "JPG":
                return RenderFormat.Jpeg;
            case "TIFF":
                return RenderFormat.Tiff;
            default:
                faults.Add(new RequestError("format", "must be png, png8, png24, png32, jpg, jpgpng or tiff."));
                return RenderFormat.Png32;
        }
    }
}
