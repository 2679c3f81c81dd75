using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>The coordinate system of GeoJSON in a request.</summary>
internal static partial class GeoJsonSystem
{
    /// <summary>Degrees of WGS 84, unless a member of the older standard says otherwise, as GDAL writes it. Faults go to the reader.</summary>
    /// <param name="inner">Reads the GeoJSON.</param>
    /// <param name="found">The GeoJSON.</param>
    /// <returns>Null when there was a fault.</returns>
    public static SpatialReference? Parse(RequestReader inner, JsonObject found)
    {
        if (found["crs"] is not JsonObject crs)
        {
            return SpatialReference.Wgs84;
        }

        var name = (crs["properties"] as JsonObject)?["name"].AsText() ?? "";
        if (name.Contains("CRS84", StringComparison.OrdinalIgnoreCase))
        {
            return SpatialReference.Wgs84;
        }

        if (Epsg().Match(name) is { Success: true } match && int.TryParse(match.Groups[1].Value, out var code))
        {
            return new SpatialReference(code, null);
        }

        inner.Refuse("crs", "must name a coordinate system of EPSG, for example urn:ogc:def:crs:EPSG::32633; without it coordinates are longitude and latitude.");
        return null;
    }

    [GeneratedRegex(@"EPSG:[\d.]*:?(\d+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Epsg();
}
