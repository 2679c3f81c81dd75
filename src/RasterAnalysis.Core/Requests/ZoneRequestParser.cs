using System.Text.Json.Nodes;
using RasterAnalysis.Features;
using RasterAnalysis.Json;

namespace RasterAnalysis.Requests;

/// <summary>Reads <c>zones</c> and <c>zoneField</c>: polygons as GeoJSON, or an item by <c>itemId</c> with <c>filter</c> as a condition on its features.</summary>
public static class ZoneRequestParser
{
    /// <summary>Points that a request may bring itself.</summary>
    public const int MostPoints = 200_000;

    /// <summary>Zones of a request or of an item.</summary>
    public const int MostZones = 10_000;

    /// <summary>The property with a zone's name unless the request names another, in any case.</summary>
    public const string UsualField = "name";

    private const string Parameter = "zones";
    private const string FieldParameter = "zoneField";
    private const int LongestWhere = 16_000;

    // of several faults the first few say enough
    private const int MostFaults = 10;

    /// <summary>Reads them.</summary>
    /// <param name="body">The request.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>Null when there was a fault.</returns>
    public static ZoneRequest? Parse(JsonObject body, ICollection<RequestError> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var reader = new RequestReader(body);
        var zones = Parse(reader);
        reader.Errors.ForEach(faults.Add);
        return reader.Errors.Count == 0 ? zones : null;
    }

    private static ZoneRequest? Parse(RequestReader reader)
    {
        var field = reader.Text(FieldParameter);
        if (reader.Node(Parameter) is not { } node)
        {
            reader.Refuse(Parameter, "is required: polygons as GeoJSON, or {\"itemId\"} of an item of type Feature Service.");
            return null;
        }

        if (reader.Object(Parameter, node) is not { } zones)
        {
            return null;
        }

        var inner = reader.Into(zones, Parameter);
        if (zones["type"] is not null)
        {
            return Given(reader, inner, zones, field);
        }

        var (item, where) = (inner.Text("itemId"), inner.Text("filter"));
        if (item is null)
        {
            reader.Refuse(Parameter, "must be a GeoJSON FeatureCollection of polygons, or have itemId.");
            return null;
        }

        foreach (var key in inner.Unknown())
        {
            inner.Refuse(key, "is not known here; known are itemId and filter.");
        }

        if (where?.Length > LongestWhere)
        {
            inner.Refuse("filter", $"has more than {LongestWhere} characters.");
        }

        return new ZoneRequest(item.Trim(), where?.Trim(), field, null, null);
    }

    private static ZoneRequest? Given(RequestReader reader, RequestReader inner, JsonObject found, string? field)
    {
        var isCollection = found["type"].AsText() == "FeatureCollection";
        if (isCollection && found["features"] is not JsonArray { Count: > 0 and <= MostZones })
        {
            inner.Refuse("features", found["features"] is JsonArray { Count: var count and > 0 } ? $"are {count}, and {MostZones} are the most zones that are measured at once." : "must be a list of at least one feature.");
            return null;
        }

        var list = isCollection ? found["features"]!.AsArray().ToArray() : [found];
        var name = NameFieldOf(reader, list, field);
        var zones = new List<InputFeature>(list.Length);
        foreach (var (place, one) in list.Index())
        {
            var (feature, fault) = InputFeatureParser.GeoJson(one, place + 1);
            fault ??= feature!.Point is not null ? "must have a Polygon or a MultiPolygon as its geometry." : feature.Polygons?.Fault;
            if (fault is not null)
            {
                reader.Refuse(isCollection ? $"{Parameter}.features[{place}]" : Parameter, fault.Replace(", a MultiPolygon or a Point", " or a MultiPolygon", StringComparison.Ordinal));
                if (reader.Errors.Count >= MostFaults)
                {
                    return null;
                }

                continue;
            }

            zones.Add(feature! with { Name = name is null ? null : (PropertiesOf(one)?[name]).AsText() });
        }

        var points = zones.Sum(zone => zone.Polygons?.Rings.Sum(ring => (long)ring.Length / 2) ?? 0);
        if (points > MostPoints)
        {
            reader.Refuse(Parameter, $"has {points} points, and {MostPoints} are the most that a request may bring itself; simplify the polygons, or ask for them in parts.");
        }

        return new ZoneRequest(null, null, null, zones, GeoJsonSystem.Parse(inner, found));
    }

    /// <summary>The property with the names; null where the zones have none.</summary>
    private static string? NameFieldOf(RequestReader reader, JsonNode?[] features, string? field)
    {
        string[] names = [.. features.SelectMany(feature => PropertiesOf(feature)?.Select(property => property.Key) ?? []).Distinct(StringComparer.Ordinal)];
        var wanted = field ?? UsualField;
        var found = Array.Find(names, name => name.Equals(wanted, StringComparison.Ordinal)) ?? Array.Find(names, name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (found is null && field is not null)
        {
            reader.Refuse(FieldParameter, names.Length == 0 ? $"is '{field}', but the zones have no properties." : $"is '{field}', but the zones have the properties {string.Join(", ", names.Take(20))}.");
        }

        return found;
    }

    private static JsonObject? PropertiesOf(JsonNode? feature) => (feature as JsonObject)?["properties"] as JsonObject;
}
