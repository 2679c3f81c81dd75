using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>The parameter <c>format</c> of <c>exportImage</c>.</summary>
internal static class ExportImageFormat
{
    /// <summary>
    /// Reads the format. <c>jpgpng</c>, the default, is a JPEG where every pixel of the view is there and a PNG elsewhere; of classes it always is
    /// a PNG, because JPEG changes colours. <c>png</c> has transparency here, as <c>png32</c>.
    /// </summary>
    /// <param name="text">The parameter, in any case; null when it is not set.</param>
    /// <param name="isThematic">Whether the service shows classes.</param>
    /// <param name="faults">Receives the fault, if there is one.</param>
    public static RenderFormat Parse(string? text, bool isThematic, List<RequestError> faults)
    {
        switch (text?.ToUpperInvariant())
        {
            case null or "JPGPNG":
                return isThematic ? RenderFormat.Png32 : RenderFormat.JpegOrPng;
            case "PNG" or "PNG32":
                return RenderFormat.Png32;
            case "PNG24":
                return RenderFormat.Png24;
            case "PNG8":
                return RenderFormat.Png8;
            case "JPG" or "JPEG":
                return RenderFormat.Jpeg;
            case "GIF":
                return RenderFormat.Gif;
            case "BMP":
                return RenderFormat.Bmp;
            case "TIFF" or "TIF":
                return RenderFormat.Tiff;
            case "BIP":
                return RenderFormat.Bip;
            case "BSQ":
                return RenderFormat.Bsq;
            case "LERC":
                return RenderFormat.Lerc;
            default:
                faults.Add(new RequestError("format", "must be jpgpng, png, png8, png24, png32, jpg, bmp, gif, tiff, bip, bsq or lerc."));
                return RenderFormat.Png32;
        }
    }
}
