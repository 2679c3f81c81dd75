using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Items;

/// <summary><c>GET /items/{id}/features</c>: features as GeoJSON, in pages. Written as they are read.</summary>
internal static class FeaturesEndpoint
{
    private const int UsualLimit = 1000;
    private const int MostFeatures = 10_000;
    private const int FlushedAt = 32 * 1024;
    private const string MediaType = "application/geo+json";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapFeatures(this RouteGroupBuilder items) =>
        items.MapList("/{id}/features", GetAsync).WithName("GetItemFeatures").WithSummary("The features of a feature service as GeoJSON")
            .WithDescription(
                "In longitude and latitude on WGS 84; where the features have no coordinate system, as they are. bbox is west,south,east,north, where is a condition such as Class = 'car' AND Confidence >= 80. "
                + $"At most {MostFeatures} features come at once, {UsualLimit} without limit; links has the next page.")
            .Produces<FeatureCollectionModel>(200, MediaType).WithQuery("bbox", "where", "limit", "offset").MayBeMissing();

    private static async Task<IResult> GetAsync(
        string id, HttpContext context, CallerCatalog catalog, IFeatureTables tables, CancellationToken cancellationToken,
        string? bbox = null, string? where = null, int limit = UsualLimit, long offset = 0)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        if (item.Type != ItemType.FeatureService || item.IsReserved)
        {
            throw new NotFoundException("features in item", id);
        }

        using var table = Open(tables, item);
        var query = QueryOf(table, bbox, where, limit, offset);
        var matched = table.CountOf(query, cancellationToken);
        using var rows = table.Query(query, cancellationToken).GetEnumerator();

        // the first one is read before anything is written, so that what goes wrong can still be said
        var hasRow = rows.MoveNext();
        context.Response.ContentType = MediaType;
        await using var writer = new Utf8JsonWriter(context.Response.Body, Writing);
        WriteHead(writer, context.Request, matched, limit, offset);
        for (; hasRow; hasRow = rows.MoveNext())
        {
            GeoJson.Write(writer, rows.Current, table.Fields, hasId: false);
            if (writer.BytesPending > FlushedAt)
            {
                await writer.FlushAsync(cancellationToken);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        return Results.Empty;
    }

    private static IFeatureTable Open(IFeatureTables tables, CatalogItem item) =>
        File.Exists(item.DataPath) ? tables.Open(item.DataPath) : throw new NotFoundException("file of item", item.Id);

    private static FeatureQuery QueryOf(IFeatureTable table, string? bbox, string? where, int limit, long offset)
    {
        var faults = new List<RequestError>();
        if (limit is < 1 or > MostFeatures)
        {
            faults.Add(new RequestError("limit", $"must be from 1 to {MostFeatures}."));
        }

        if (offset < 0)
        {
            faults.Add(new RequestError("offset", "must be 0 or more."));
        }

        var filter = bbox is null ? null : FilterOf(bbox, faults);
        FeatureExpression? condition = null;
        try
        {
            condition = string.IsNullOrWhiteSpace(where) ? null : FeatureExpressionParser.Parse(where, table.Fields, "where");
        }
        catch (InvalidRequestException exception)
        {
            faults.AddRange(exception.Errors);
        }

        return faults.Count > 0 ? throw new InvalidRequestException(faults)
            : new FeatureQuery { Where = condition, Filter = filter, Target = SpatialReference.Wgs84, Limit = limit, Offset = offset };
    }

    private static SpatialFilter? FilterOf(string bbox, List<RequestError> faults)
    {
        double[] numbers = [.. bbox.Split(',').Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];

        // six are with heights, which features have not
        double[] corners = numbers.Length == 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
        if (corners is [var west, var south, var east, var north] && new Extent(west, south, east, north) is { IsValid: true } extent)
        {
            return new SpatialFilter(FilterShapeKind.Area, PolygonGeometry.Of(extent).Parts[0].ToArray(), SpatialRelation.Intersects) { Reference = SpatialReference.Wgs84 };
        }

        faults.Add(new RequestError("bbox", "must be four numbers, west,south,east,north, in degrees; west must be less than east, and south less than north."));
        return null;
    }

    private static void WriteHead(Utf8JsonWriter writer, HttpRequest request, long matched, int limit, long offset)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "FeatureCollection");
        writer.WriteNumber("numberMatched", matched);
        writer.WriteNumber("numberReturned", Math.Clamp(matched - offset, 0, limit));
        writer.WriteStartArray("links");
        WriteLink(writer, "self", $"{Addresses.Base(request)}{request.Path.ToUriComponent().TrimStart('/')}{request.QueryString}");
        if (offset + limit < matched)
        {
            var query = new QueryBuilder(request.Query.Where(pair => pair.Key.ToUpperInvariant() is not ("LIMIT" or "OFFSET"))) { { "limit", $"{limit}" }, { "offset", $"{offset + limit}" } };
            WriteLink(writer, "next", $"{Addresses.Base(request)}{request.Path.ToUriComponent().TrimStart('/')}{query}");
        }

        writer.WriteEndArray();
        writer.WriteStartArray("features");
    }

    private static void WriteLink(Utf8JsonWriter writer, string relation, string address)
    {
        writer.WriteStartObject();
        writer.WriteString("rel", relation);
        writer.WriteString("type", MediaType);
        writer.WriteString("href", address);
        writer.WriteEndObject();
    }
}
