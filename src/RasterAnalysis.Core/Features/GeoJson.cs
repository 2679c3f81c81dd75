using System.Text.Json;

namespace RasterAnalysis.Features;

/// <summary>Writes features as GeoJSON (RFC 7946): outer rings anticlockwise, holes clockwise. Coordinates are written as they are; the standard's are degrees of WGS 84.</summary>
public static class GeoJson
{
    /// <summary>Writes a feature.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="feature">The feature; without polygons its geometry is null.</param>
    /// <param name="fields">The fields of its values.</param>
    /// <param name="hasId">Whether its number is a property too, as clients of ArcGIS expect.</param>
    public static void Write(Utf8JsonWriter writer, Feature feature, IReadOnlyList<FeatureField> fields, bool hasId)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(fields);
        writer.WriteStartObject();
        writer.WriteString("type", "Feature");
        writer.WriteNumber("id", feature.Id);
        if (feature.Geometry is { } geometry)
        {
            Write(writer, geometry);
        }
        else
        {
            writer.WriteNull("geometry");
        }

        writer.WriteStartObject("properties");
        if (hasId)
        {
            writer.WriteNumber(FeatureTableDefinition.IdField, feature.Id);
        }

        for (var i = 0; i < fields.Count; i++)
        {
            writer.WritePropertyName(fields[i].Name);
            Write(writer, feature.Values[i]);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes a value; what JSON has no number for is null.</summary>
    public static void Write(Utf8JsonWriter writer, FeatureValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value.Type)
        {
            case FeatureFieldType.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case FeatureFieldType.Real when double.IsFinite(value.Number):
                writer.WriteNumberValue(value.Number);
                break;
            case FeatureFieldType.Text:
                writer.WriteStringValue(value.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, PolygonGeometry geometry)
    {
        var isMulti = geometry.Parts.Count > 1;
        writer.WriteStartObject("geometry");
        writer.WriteString("type", isMulti ? "MultiPolygon" : "Polygon");
        writer.WritePropertyName("coordinates");
        if (isMulti)
        {
            writer.WriteStartArray();
        }

        foreach (var part in geometry.Parts)
        {
            writer.WriteStartArray();
            for (var i = 0; i < part.Count; i++)
            {
                Write(writer, part[i], isAnticlockwise: i == 0);
            }

            writer.WriteEndArray();
        }

        if (isMulti)
        {
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, double[] ring, bool isAnticlockwise)
    {
        var isTurned = PolygonGeometry.TwiceSignedArea(ring) > 0 != isAnticlockwise;
        writer.WriteStartArray();
        for (var i = 0; i < ring.Length; i += 2)
        {
            var from = isTurned ? ring.Length - 2 - i : i;
            writer.WriteStartArray();
            writer.WriteNumberValue(ring[from]);
            writer.WriteNumberValue(ring[from + 1]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
