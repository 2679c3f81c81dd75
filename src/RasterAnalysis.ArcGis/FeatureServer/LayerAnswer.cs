using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Writes the features or the numbers that a query finds, as they are read: an answer is never in memory as a whole.</summary>
internal sealed class LayerAnswer(FeatureService service, LayerQuery query, ResponseFormat format, string? callback)
{
    private const int FlushedAt = 32 * 1024;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>Answers. What cannot be read or projected is thrown before the answer begins.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;

        // one more than is given tells whether there are more
        var limit = query.Query.Limit ?? FeatureService.MaxRecordCount;
        using var rows = service.Table.Query(query.Query with { Limit = limit + 1 }, cancellationToken).GetEnumerator();
        var hasRow = rows.MoveNext();
        await WriteAsync(context, async writer =>
        {
            WriteHead(writer);
            long count = 0;
            for (; hasRow && count < limit; hasRow = rows.MoveNext(), count++)
            {
                Write(writer, rows.Current);
                if (writer.BytesPending > FlushedAt)
                {
                    await writer.FlushAsync(cancellationToken);
                }
            }

            writer.WriteEndArray();
            WriteTail(writer, isCut: hasRow);
        });
    }

    /// <summary>Answers with the numbers of all features that are found, however many.</summary>
    public async Task WriteIdsAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        using var rows = service.Table.IdsOf(query.Query with { Limit = null, Offset = 0 }, cancellationToken).GetEnumerator();
        var hasRow = rows.MoveNext();
        await WriteAsync(context, async writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("objectIdFieldName", FeatureTableDefinition.IdField);
            writer.WriteStartArray("objectIds");
            for (; hasRow; hasRow = rows.MoveNext())
            {
                writer.WriteNumberValue(rows.Current);
                if (writer.BytesPending > FlushedAt)
                {
                    await writer.FlushAsync(cancellationToken);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>The same as a page needs it, with no more features than are read there.</summary>
    public static async Task<string> TextAsync(HttpContext context, FeatureService service, LayerQuery query, ResponseFormat format, int most)
    {
        var (body, memory) = (context.Response.Body, new MemoryStream());
        try
        {
            context.Response.Body = memory;
            var few = query with { Query = query.Query with { Limit = Math.Min(query.Query.Limit ?? most, most) } };
            await new LayerAnswer(service, few, format, callback: null).WriteAsync(context);
            return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
        }
        finally
        {
            context.Response.Body = body;
        }
    }

    private async Task WriteAsync(HttpContext context, Func<Utf8JsonWriter, Task> write)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.ContentType = callback is not null ? "application/javascript; charset=utf-8" : format == ResponseFormat.GeoJson ? "application/geo+json; charset=utf-8" : "application/json; charset=utf-8";
        try
        {
            if (callback is not null)
            {
                await response.WriteAsync($"{callback}(", context.RequestAborted);
            }

            // not disposed where it fails: what is in it belongs to an answer that has no end
            var writer = new Utf8JsonWriter(response.Body, format == ResponseFormat.PrettyJson ? Indented : Compact);
            await write(writer);
            await writer.FlushAsync(context.RequestAborted);
            if (callback is not null)
            {
                await response.WriteAsync(");", context.RequestAborted);
            }
        }
        catch (Exception) when (response.HasStarted)
        {
            // a client must not take half of an answer for the whole
            context.Abort();
            throw;
        }
    }

    private void WriteHead(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (format == ResponseFormat.GeoJson)
        {
            writer.WriteString("type", "FeatureCollection");
            if (query.Reference is { Wkid: { } wkid and not 4326 })
            {
                // of the first GeoJSON, for who asks for another system than the standard's
                writer.WriteStartObject("crs");
                writer.WriteString("type", "name");
                writer.WriteStartObject("properties");
                writer.WriteString("name", $"EPSG:{wkid}");
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteStartArray("features");
            return;
        }

        writer.WriteString("objectIdFieldName", FeatureTableDefinition.IdField);
        writer.WriteString("globalIdFieldName", "");
        if (query.Query.HasGeometry)
        {
            writer.WriteString("geometryType", "esriGeometryPolygon");
            writer.WritePropertyName("spatialReference");
            EsriSpatialReference.ToJson(query.Reference).WriteTo(writer);
            WriteGrid(writer);
        }

        writer.WriteStartArray("fields");
        EsriFields.IdToJson().WriteTo(writer);
        foreach (var field in query.Query.Fields!)
        {
            EsriFields.ToJson(field).WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("features");
    }

    private void WriteGrid(Utf8JsonWriter writer)
    {
        if (query.Writing.Grid is not { } grid)
        {
            return;
        }

        writer.WriteStartObject("transform");
        writer.WriteString("originPosition", grid.IsFromAbove ? "upperLeft" : "lowerLeft");
        writer.WriteStartArray("scale");
        writer.WriteNumberValue(grid.Step);
        writer.WriteNumberValue(grid.Step);
        writer.WriteEndArray();
        writer.WriteStartArray("translate");
        writer.WriteNumberValue(grid.X);
        writer.WriteNumberValue(grid.Y);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, Feature feature)
    {
        if (format == ResponseFormat.GeoJson)
        {
            GeoJson.Write(writer, feature with { Geometry = feature.Geometry is { } geometry ? query.Writing.Simplify(geometry) : null }, query.Query.Fields!, hasId: true);
            return;
        }

        EsriFeature.Write(writer, feature, query.Query, query.Writing);
    }

    private void WriteTail(Utf8JsonWriter writer, bool isCut)
    {
        if (isCut)
        {
            writer.WriteBoolean("exceededTransferLimit", true);
            if (format == ResponseFormat.GeoJson)
            {
                writer.WriteStartObject("properties");
                writer.WriteBoolean("exceededTransferLimit", true);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }
}
