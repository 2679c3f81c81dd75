using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Features;

/// <summary>Reads features as GeoJSON and ArcGIS write them: polygons and points.</summary>
public static class InputFeatureParser
{
    private const int FewestPoints = 3;

    /// <summary>Reads a feature of GeoJSON (RFC 7946), or a geometry alone.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="place">Its place among others, from 1: its number where it has no whole one as its <c>id</c>.</param>
    /// <returns>The feature, or what is wrong with it as the end of a sentence.</returns>
    public static (InputFeature? Feature, string? Fault) GeoJson(JsonNode? feature, long place)
    {
        if (feature is not JsonObject found)
        {
            return (null, "must be an object.");
        }

        var isFeature = found["type"].AsText() == "Feature";
        var id = isFeature ? (found["id"] ?? (found["properties"] as JsonObject)?[FeatureTableDefinition.IdField]).AsInteger() ?? place : place;
        if ((isFeature ? found["geometry"] : found) is not { } geometry)
        {
            return (new InputFeature(id, null, null), null);
        }

        switch ((geometry as JsonObject)?["type"].AsText())
        {
            case "Point":
                return PointOf(id, geometry["coordinates"].AsNumbers());
            case "Polygon":
                return RingsOf(geometry["coordinates"]) is { } rings ? Made(id, [rings]) : (null, "has coordinates that are no rings of three or more points.");
            case "MultiPolygon" when geometry["coordinates"] is JsonArray parts:
                var all = parts.Select(RingsOf).ToArray();
                return all.Length > 0 && Array.TrueForAll(all, part => part is not null) ? Made(id, [.. all.OfType<List<double[]>>()]) : (null, "has coordinates that are no polygons.");
            default:
                return (null, "must have a Polygon, a MultiPolygon or a Point as its geometry.");
        }
    }

    /// <summary>Reads a feature of an Esri feature set, or a geometry alone.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="place">Its place among others, from 1: its number where it has none.</param>
    /// <param name="idField">The attribute with its number.</param>
    /// <returns>The feature, or what is wrong with it as the end of a sentence.</returns>
    public static (InputFeature? Feature, string? Fault) Esri(JsonNode? feature, long place, string? idField)
    {
        if (feature is not JsonObject found)
        {
            return (null, "must be an object.");
        }

        var isGeometry = found["rings"] is not null || found["x"] is not null;
        var id = (found["attributes"] as JsonObject)?.FirstOrDefault(pair => pair.Key.Equals(idField ?? FeatureTableDefinition.IdField, StringComparison.OrdinalIgnoreCase)).Value.AsInteger() ?? place;
        var geometry = isGeometry ? found : found["geometry"] as JsonObject;
        return geometry switch
        {
            null => (new InputFeature(id, null, null), null),
            _ when geometry["curveRings"] is not null => (null, "has curves; give their rings as straight lines."),
            _ when geometry["rings"] is JsonArray { Count: 0 } => (new InputFeature(id, null, null), null),
            _ when geometry["rings"] is { } rings => RingsOf(rings) is { } read ? Made(id, Grouped(read)) : (null, "has rings that are no lists of three or more points."),
            _ when geometry["x"] is not null => geometry["x"].AsNumber() is { } x && geometry["y"].AsNumber() is { } y ? PointOf(id, [x, y])
                : geometry["x"].AsText() is "NaN" ? (new InputFeature(id, null, null), null) : (null, "has a point whose x and y are no numbers."),
            _ => (null, "must have rings, or x and y, as its geometry."),
        };
    }

    private static (InputFeature? Feature, string? Fault) PointOf(long id, IReadOnlyList<double>? numbers) =>
        numbers is { Count: >= 2 } ? (new InputFeature(id, null, [numbers[0], numbers[1]]), null) : (null, "has a point whose coordinates are no two numbers.");

    private static (InputFeature? Feature, string? Fault) Made(long id, IReadOnlyList<IReadOnlyList<double[]>> parts) => (new InputFeature(id, parts, null), null);

    /// <summary>Rings of two numbers for each point, which end where they begin; null where they are none.</summary>
    private static List<double[]>? RingsOf(JsonNode? node)
    {
        if (node is not JsonArray { Count: > 0 } rings)
        {
            return null;
        }

        var result = new List<double[]>(rings.Count);
        foreach (var ring in rings)
        {
            var points = (ring as JsonArray)?.Select(point => point.AsNumbers()).ToArray();
            if (points is not { Length: >= FewestPoints } || Array.Exists(points, point => point is not { Count: >= 2 }))
            {
                return null;
            }

            double[] numbers = [.. points.SelectMany(point => (double[])[point![0], point[1]])];
            result.Add(numbers[0] == numbers[^2] && numbers[1] == numbers[^1] ? numbers : [.. numbers, numbers[0], numbers[1]]);
        }

        return result;
    }

    /// <summary>Esri's rings lie side by side: outer ones go clockwise, and a hole belongs to the last of those around it.</summary>
    private static List<List<double[]>> Grouped(IReadOnlyList<double[]> rings)
    {
        var parts = new List<List<double[]>>();
        foreach (var ring in rings)
        {
            var owner = parts.Count == 0 || PolygonGeometry.TwiceSignedArea(ring) < 0 ? null : parts.FindLast(part => Holds(part[0], ring));
            if (owner is null)
            {
                parts.Add([ring]);
            }
            else
            {
                owner.Add(ring);
            }
        }

        return parts;
    }

    private static bool Holds(double[] outer, double[] inner)
    {
        var (x, y) = (inner[0], inner[1]);
        var isInside = false;
        for (var i = 0; i + 3 < outer.Length; i += 2)
        {
            var (x1, y1, x2, y2) = (outer[i], outer[i + 1], outer[i + 2], outer[i + 3]);
            if (y1 > y != y2 > y && x < x1 + ((y - y1) / (y2 - y1) * (x2 - x1)))
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }
}
