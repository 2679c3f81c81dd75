using System.Text.Json.Nodes;
using RasterAnalysis.Features;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>
/// Reads <c>inputFeatures</c>: an item or a layer by <c>itemId</c> or <c>url</c>, with <c>filter</c> as a condition; or features themselves, as GeoJSON, as an Esri feature set, or as ArcGIS's feature
/// collection of one.
/// </summary>
internal static class ObjectReferenceParser
{
    private const string Parameter = "inputFeatures";
    private const int MostPoints = 200_000;
    private const int LongestWhere = 16_000;

    // of several faults the first few say enough
    private const int MostFaults = 10;

    /// <summary>Reads them; faults go to the reader.</summary>
    /// <returns>Null when there was a fault.</returns>
    public static ObjectReference? Parse(RequestReader reader)
    {
        if (reader.Node(Parameter) is not { } node)
        {
            reader.Refuse(Parameter, "is required: features by itemId or url, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}, or as GeoJSON or an Esri feature set.");
            return null;
        }

        if (node is JsonArray)
        {
            reader.Refuse(Parameter, "must be an object: a FeatureCollection or a feature set has the list as its features.");
            return null;
        }

        var given = (node as JsonObject) ?? (node.AsText() is { } text && text.TrimStart().StartsWith('{') ? reader.Object(Parameter, node) : null);
        if (given is null)
        {
            return node.AsText() is { } word && !word.TrimStart().StartsWith('{') && SourceReferenceParser.Parse(reader, Parameter, node) is { } named ? Sourced(reader, named, null) : null;
        }

        // ArcGIS clients send what they have drawn as a layer of its own
        given = given["featureSet"] as JsonObject ?? given;
        if (IsGiven(given))
        {
            return Given(reader, given);
        }

        if (given["itemId"] is null && given["url"] is null && given["uri"] is null && given["itemProperties"] is null && given["serviceProperties"] is null)
        {
            reader.Refuse(Parameter, "must have itemId or url, or be features: a GeoJSON FeatureCollection, or an Esri feature set with features.");
            return null;
        }

        return SourceReferenceParser.Parse(reader, Parameter, given) is { } source ? Sourced(reader, source, given["filter"].AsText()) : null;
    }

    private static bool IsGiven(JsonObject found) => found["features"] is not null || found["geometry"] is not null || found["rings"] is not null || found["coordinates"] is not null
        || (found["x"] is not null && found["y"] is not null) || found["type"].AsText() is "FeatureCollection" or "Feature";

    private static ObjectReference? Sourced(RequestReader reader, SourceReference source, string? where)
    {
        if (source.Kind is SourceKind.Uri or SourceKind.Inline)
        {
            reader.Refuse(Parameter, "cannot be a path of a raster store: features are an item of type Feature Service (itemId), a layer of a feature service (url), GeoJSON or an Esri feature set.");
            return null;
        }

        if (where?.Length > LongestWhere)
        {
            reader.Refuse($"{Parameter}.filter", $"has more than {LongestWhere} characters.");
        }

        return new ObjectReference(source, string.IsNullOrWhiteSpace(where) ? null : where.Trim(), null, null);
    }

    private static ObjectReference? Given(RequestReader reader, JsonObject found)
    {
        if (found["features"] is { } node and not JsonArray)
        {
            reader.Refuse($"{Parameter}.features", $"must be a list of features, not {node.GetValueKind()}.");
            return null;
        }

        var isGeoJson = found["type"] is not null;
        var list = found["features"] as JsonArray;
        var before = reader.Errors.Count;
        var idField = found["objectIdFieldName"].AsText();
        var features = new List<InputFeature>(list?.Count ?? 1);
        var points = 0L;
        foreach (var (place, one) in (list?.AsEnumerable() ?? [found]).Index())
        {
            var (feature, fault) = isGeoJson ? InputFeatureParser.GeoJson(one, place + 1) : InputFeatureParser.Esri(one, place + 1, idField);
            if (feature is null)
            {
                reader.Refuse(list is null ? Parameter : $"{Parameter}.features[{place}]", fault!);
                if (reader.Errors.Count >= before + MostFaults)
                {
                    return null;
                }

                continue;
            }

            features.Add(feature);
            points += feature.Parts?.Sum(part => part.Sum(ring => ring.Length / 2)) ?? 1;
        }

        if (points > MostPoints)
        {
            reader.Refuse(Parameter, $"has {points} points, and {MostPoints} are the most that a request may bring itself; name a layer by its url, or an item.");
        }

        var inner = reader.Into(found, Parameter);
        var reference = isGeoJson ? GeoJsonSystem.Parse(inner, found)
            : (found["spatialReference"] ?? list?.FirstOrDefault()?["geometry"]?["spatialReference"] ?? found["geometry"]?["spatialReference"]) is { } sr
                ? AnalysisContextParser.ParseSpatialReference(inner, "spatialReference", sr) : null;
        return reader.Errors.Count == before ? new ObjectReference(null, null, features, reference) : null;
    }
}
