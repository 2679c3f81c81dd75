using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Rectangles as ArcGIS writes them: an envelope object, or four numbers in a list.</summary>
internal static class EsriExtent
{
    private static readonly string[] Corners = ["xmin", "ymin", "xmax", "ymax"];

    /// <summary>The envelope object.</summary>
    public static JsonObject ToJson(Extent extent, SpatialReference? reference) => new()
    {
        ["xmin"] = extent.XMin,
        ["ymin"] = extent.YMin,
        ["xmax"] = extent.XMax,
        ["ymax"] = extent.YMax,
        ["spatialReference"] = EsriSpatialReference.ToJson(reference),
    };

    /// <summary>Reads a parameter.</summary>
    /// <returns>
    /// The rectangle and the coordinate system that the envelope object names, if it does. No rectangle when the parameter is not set or
    /// when there was a fault, which went to <paramref name="faults"/>.
    /// </returns>
    public static (Extent? Extent, SpatialReference? Reference) Parse(string? text, string field, List<RequestError> faults)
    {
        if (text is null)
        {
            return default;
        }

        var (numbers, reference) = text[0] == '{' ? FromJson(text) : (NumberList.Parse(text), null);
        if (numbers is not [var xMin, var yMin, var xMax, var yMax] || !numbers.All(double.IsFinite))
        {
            faults.Add(new RequestError(field, "must be four numbers, xmin,ymin,xmax,ymax, or an envelope as JSON."));
            return default;
        }

        // esri-leaflet sends the upper edge first; ArcGIS takes it so
        var extent = new Extent(xMin, Math.Min(yMin, yMax), xMax, Math.Max(yMin, yMax));
        if (!IsUsable(extent))
        {
            faults.Add(new RequestError(field, $"({extent}) has no area; xmin must be less than xmax and ymin less than ymax."));
            return default;
        }

        return (extent, reference);
    }

    /// <summary>Whether a rectangle has an area that can be reckoned with.</summary>
    public static bool IsUsable(Extent extent) => extent.IsValid && double.IsFinite(extent.Width) && double.IsFinite(extent.Height);

    private static (double[]? Numbers, SpatialReference? Reference) FromJson(string text)
    {
        try
        {
            return LenientJson.Parse(text) is JsonObject envelope
                ? ([.. Corners.Select(corner => envelope[corner].AsNumber() ?? double.NaN)], EsriSpatialReference.FromJson(envelope["spatialReference"]))
                : default;
        }
        catch (FormatException)
        {
            return default;
        }
    }
}
