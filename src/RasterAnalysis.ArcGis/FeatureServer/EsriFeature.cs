using System.Text.Json;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>A feature in ArcGIS's JSON.</summary>
internal static class EsriFeature
{
    /// <summary>Writes the object with <c>attributes</c> and, where the query asks for it, <c>geometry</c>.</summary>
    public static void Write(Utf8JsonWriter writer, Feature feature, FeatureQuery query, RingWriting writing)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("attributes");
        writer.WriteNumber(FeatureTableDefinition.IdField, feature.Id);
        for (var i = 0; i < query.Fields!.Count; i++)
        {
            writer.WritePropertyName(query.Fields[i].Name);
            GeoJson.Write(writer, feature.Values[i]);
        }

        writer.WriteEndObject();
        if (query.HasGeometry)
        {
            writing.Write(writer, feature.Geometry);
        }

        writer.WriteEndObject();
    }
}
