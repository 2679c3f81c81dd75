using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>
/// Reads <c>context.mask</c>: a raster by <c>itemId</c>, <c>url</c> or <c>uri</c>; polygons as GeoJSON, as an Esri polygon or as an Esri feature set.
/// </summary>
internal static class MaskParser
{
    private const int MaxPoints = 200_000;
    private static readonly SpatialReference GeoJsonReference = new(4326, null);

    /// <summary>Reads the mask; faults go to the reader.</summary>
    public static (SourceReference? Source, MaskPolygons? Polygons) Parse(RequestReader reader)
    {
        if (reader.Node("mask") is not { } node)
        {
            return default;
        }

        var given = AsObject(node) ?? node;
        if (given is not JsonObject mask || !IsGeometry(mask))
        {
            return (SourceReferenceParser.Parse(reader, "mask", given), null);
        }

        var inner = reader.Into(mask, "mask");
        var polygons = new List<IReadOnlyList<IReadOnlyList<double>>>();
        var isGeoJson = mask["type"] is not null;
        var isSound = isGeoJson ? AddGeoJson(mask, polygons, 0) : AddEsri(mask, polygons);
        if (!isSound || polygons.Count == 0)
        {
            reader.Refuse("mask", "must be polygons: a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection, an Esri polygon with rings, or an Esri feature set of such.");
            return default;
        }

        if (polygons.Sum(polygon => polygon.Sum(ring => ring.Count / 2)) > MaxPoints)
        {
            reader.Refuse("mask", $"has more than {MaxPoints} points; simplify the polygons or give a raster.");
            return default;
        }

        var reference = inner.Node("spatialReference") is { } sr ? AnalysisContextParser.ParseSpatialReference(inner, "spatialReference", sr)
            : isGeoJson ? GeoJsonReference : FeatureReference(inner, mask);
        return (null, new MaskPolygons(polygons, reference));
    }

    private static bool IsGeometry(JsonObject mask) => mask["rings"] is not null || mask["features"] is not null || mask["geometry"] is not null || mask["coordinates"] is not null;

    private static JsonNode? AsObject(JsonNode node)
    {
        try
        {
            return node is JsonObject ? node : node.AsText() is { } text && text.TrimStart().StartsWith('{') ? LenientJson.Parse(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Each Esri geometry may carry its own; that of the first counts for all.</summary>
    private static SpatialReference? FeatureReference(RequestReader inner, JsonObject mask) =>
        (mask["features"] is JsonArray { Count: > 0 } features ? features[0]?["geometry"]?["spatialReference"] : null) is { } sr
            ? AnalysisContextParser.ParseSpatialReference(inner, "features[0].geometry.spatialReference", sr)
            : null;

    private static bool AddGeoJson(JsonObject found, List<IReadOnlyList<IReadOnlyList<double>>> polygons, int depth)
    {
        switch (found["type"].AsText())
        {
            case "FeatureCollection" when found["features"] is JsonArray features && depth == 0:
                return features.All(feature => feature is JsonObject inner && AddGeoJson(inner, polygons, depth + 1));
            case "Feature" when found["geometry"] is JsonObject geometry:
                return AddGeoJson(geometry, polygons, depth + 2);
            case "GeometryCollection" when found["geometries"] is JsonArray geometries && depth < 3:
                return geometries.All(geometry => geometry is JsonObject inner && AddGeoJson(inner, polygons, depth + 3));
            case "Polygon":
                return AddRings(found["coordinates"], polygons);
            case "MultiPolygon" when found["coordinates"] is JsonArray parts:
                return parts.All(part => AddRings(part, polygons));
            default:
                return false;
        }
    }

    private static bool AddEsri(JsonObject found, List<IReadOnlyList<IReadOnlyList<double>>> polygons) => found switch
    {
        _ when found["rings"] is { } rings => AddRings(rings, polygons),
        _ when found["geometry"] is JsonObject geometry => AddRings(geometry["rings"], polygons),
        _ when found["features"] is JsonArray features => features.All(feature => AddRings((feature as JsonObject)?["geometry"]?["rings"], polygons)),
        _ => false,
    };

    private static bool AddRings(JsonNode? node, List<IReadOnlyList<IReadOnlyList<double>>> polygons)
    {
        if (node is not JsonArray { Count: > 0 } rings)
        {
            return false;
        }

        var polygon = new List<IReadOnlyList<double>>();
        foreach (var ring in rings)
        {
            var points = (ring as JsonArray)?.Select(point => point.AsNumbers()).ToArray();
            if (points is not { Length: >= 3 } || points.Any(point => point is not { Count: >= 2 }))
            {
                return false;
            }

            polygon.Add([.. points.SelectMany(point => (double[])[point![0], point[1]])]);
        }

        polygons.Add(polygon);
        return true;
    }
}
