using System.Globalization;
using System.Text.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Accuracy;

// Points of a GeoJSON text (RFC 7946), in longitude and latitude unless it says otherwise in the way of GeoJSON of 2008.
internal static class ReferenceGeoJson
{
    private const int MaxDepth = 32;
    private const string Field = "reference";

    public static ReferencePoints Read(string text, AccuracyReference reference, ReferenceClasses classes)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement, reference, classes);
        }
        catch (JsonException exception)
        {
            throw new InvalidRequestException(Field, $"is no JSON: {exception.Message}");
        }
    }

    private static ReferencePoints Read(JsonElement root, AccuracyReference reference, ReferenceClasses classes)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidRequestException(Field, "is no GeoJSON of points: a FeatureCollection with a list of features is expected.");
        }

        var points = new ReferencePointList(classes);
        string? field = null;
        foreach (var (number, feature) in features.EnumerateArray().Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"feature {number}");
            if (feature.ValueKind != JsonValueKind.Object || PointOf(feature) is not var (x, y))
            {
                points.Fail(place, "is no point; its geometry must be a Point with two numbers as coordinates");
                continue;
            }

            var properties = feature.TryGetProperty("properties", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
            field ??= FieldOf(properties, reference.Field);
            points.Add(place, x, y, Text(properties, field));
        }

        var crs = reference.Crs ?? CrsOf(root);
        return points.Finish(crs is null ? SpatialReference.Wgs84 : ReferencePointList.ReferenceOf(crs, reference.Crs is null ? Field : "crs"));
    }

    private static string FieldOf(JsonElement properties, string? wanted)
    {
        string[] names = properties.ValueKind == JsonValueKind.Object ? [.. properties.EnumerateObject().Select(property => property.Name)] : [];
        return wanted is not null
            ? names.Contains(wanted, StringComparer.Ordinal) ? wanted
                : throw new InvalidRequestException("field", $"is '{wanted}', but the points have the properties {string.Join(", ", names.Take(20))}.")
            : ReferencePointList.UsualFields.Select(usual => Array.Find(names, name => name.Equals(usual, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(name => name is not null)
                ?? throw new InvalidRequestException(
                    "field", $"is missing: the points have none of the properties {string.Join(", ", ReferencePointList.UsualFields)}; name the one with their class.");
    }

    private static string? Text(JsonElement properties, string field) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(field, out var label) && label.ValueKind is JsonValueKind.String or JsonValueKind.Number ? label.ToString() : null;

    private static (double X, double Y)? PointOf(JsonElement feature) =>
        feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object
        && geometry.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("Point")
        && geometry.TryGetProperty("coordinates", out var place) && place.ValueKind == JsonValueKind.Array && place.GetArrayLength() is 2 or 3
        && place[0].ValueKind == JsonValueKind.Number && place[1].ValueKind == JsonValueKind.Number ? (place[0].GetDouble(), place[1].GetDouble()) : null;

    private static string? CrsOf(JsonElement root) =>
        root.TryGetProperty("crs", out var crs) && crs.ValueKind == JsonValueKind.Object && crs.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
}
