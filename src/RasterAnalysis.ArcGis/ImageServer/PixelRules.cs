using System.Globalization;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>
/// The parameters <c>pixelType</c> and <c>noData</c> of <c>exportImage</c>. Clients send them as a matter of course; they are taken as long as
/// they ask for what comes out anyway.
/// </summary>
internal static class PixelRules
{
    /// <summary>Refuses what would give other pixels than these.</summary>
    public static void Check(ImageService service, RenderFormat format, RequestParameters parameters, List<RequestError> faults)
    {
        var own = service.Raster.Bands[0].PixelType.WireName();

        // a display format has eight bits whatever the raster has, so the type says nothing
        if (format == RenderFormat.Tiff && parameters["pixelType"] is { } type && !IsOneOf(type, "UNKNOWN", own))
        {
            faults.Add(new RequestError("pixelType", $"must be {own}, the raster's own, or UNKNOWN; values are not converted."));
        }

        if (parameters["noData"] is { } values && !values.Split(',').All(value => IsNoData(service.Raster, value)))
        {
            faults.Add(new RequestError("noData", "must be the raster's own NoData value; leave it out."));
        }
    }

    private static bool IsOneOf(string text, params IEnumerable<string> words) => words.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool IsNoData(RasterInfo raster, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && raster.Bands.Any(band => band.NoData is { } noData && noData.Equals(value));
}
