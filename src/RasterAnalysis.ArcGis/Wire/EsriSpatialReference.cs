using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Coordinate systems as ArcGIS writes them: <c>{"wkid","latestWkid"}</c> or <c>{"wkt"}</c>.</summary>
internal static partial class EsriSpatialReference
{
    private const int WebMercator = 3857;
    private const int EsriWebMercator = 102100;
    private const int MaxWktLength = 20_000;

    /// <summary>The coordinate system of a raster's grid; null when it has none, as where only ground control points tie it down: its grid is that of its pixels.</summary>
    public static SpatialReference? Of(RasterInfo raster) => raster switch
    {
        { HasControlAlone: true } => null,
        { Wkid: { } wkid } => new SpatialReference(wkid, null),
        { Grid.Wkt: { Length: > 0 } wkt } => new SpatialReference(null, wkt),
        _ => null,
    };

    /// <summary>Whether two names mean the same system. An id and a text are not compared by meaning.</summary>
    public static bool AreSame(SpatialReference? one, SpatialReference? other) => one?.UserInput == other?.UserInput;

    /// <summary>The JSON; empty for a raster without a coordinate system.</summary>
    public static JsonObject ToJson(SpatialReference? reference) => reference switch
    {
        // ArcGIS has its own old id for Web Mercator, and its clients compare by it
        { Wkid: WebMercator or EsriWebMercator or 102113 or 900913 } => new JsonObject { ["wkid"] = EsriWebMercator, ["latestWkid"] = WebMercator },
        { Wkid: { } wkid } => new JsonObject { ["wkid"] = wkid, ["latestWkid"] = wkid },
        { Wkt: { } wkt } => new JsonObject { ["wkt"] = wkt },
        _ => [],
    };

    /// <summary>Reads a parameter: a number, JSON, or well-known text.</summary>
    /// <returns>Null when it is not set, or when there was a fault, which went to <paramref name="faults"/>.</returns>
    public static SpatialReference? Parse(string? text, string field, List<RequestError> faults)
    {
        if (text is null)
        {
            return null;
        }

        var reference = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var wkid) ? FromWkid(wkid)
            : text[0] == '{' ? FromJson(text)
            : FromWkt(text);
        if (reference is null)
        {
            faults.Add(new RequestError(field, "must name a coordinate system, for example 3857 or {\"wkid\":3857}."));
        }

        return reference;
    }

    /// <summary>Reads the object form.</summary>
    /// <returns>Null when it names no system.</returns>
    public static SpatialReference? FromJson(JsonNode? node) =>
        node is not JsonObject found ? null
            : FromWkid((found["latestWkid"] ?? found["wkid"]).AsInt32() ?? 0) ?? FromWkt((found["wkt2"] ?? found["wkt"]).AsText() ?? "");

    private static SpatialReference? FromJson(string text)
    {
        try
        {
            return FromJson(LenientJson.Parse(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static SpatialReference? FromWkid(int wkid) => wkid > 0 ? new SpatialReference(wkid, null) : null;

    /// <summary>Only what looks like well-known text: GDAL would also take file names and addresses here.</summary>
    private static SpatialReference? FromWkt(string text) =>
        text.Length <= MaxWktLength && WktStart().IsMatch(text) ? new SpatialReference(null, text) : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\s*\[", RegexOptions.CultureInvariant)]
    private static partial Regex WktStart();
}
