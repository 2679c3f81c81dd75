using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Feature services: one for each item with features, under <c>Hosted</c>, each with one layer, 0.</summary>
internal static class FeatureServerEndpoints
{
    // more than a page is read for
    private const int MostOnPage = 50;

    /// <summary>Maps the operations of every feature service.</summary>
    public static void MapFeatureServer(this IEndpointRouteBuilder rest)
    {
        var service = rest.MapGroup($"{ServicePaths.Services}/{ServicePaths.HostedFolder}/{{name}}/FeatureServer");
        service.MapMethods("", ResourceCalls.Methods, DescribeAsync).IsResource().WithSummary("A feature service");
        service.MapMethods("layers", ResourceCalls.Methods, DescribeLayersAsync).IsResource().WithSummary("Its layer, in full");
        service.MapMethods("0", ResourceCalls.Methods, DescribeLayerAsync).IsResource().WithSummary("The layer of a feature service");
        service.MapMethods("0/query", ResourceCalls.Methods, QueryAsync).IsResource().WithMetadata(new FeatureOperation()).WithMetadata(new RateLimitedOperation(RateLimitKind.Pictures))
            .WithSummary("Features by place and condition, their number, extent or statistics");
        service.MapMethods("0/{objectId}", ResourceCalls.Methods, DescribeFeatureAsync).IsResource().WithSummary("A feature");
    }

    private static async Task<EsriResource> DescribeAsync(string name, FeatureServiceFinder finder, CancellationToken cancellationToken)
    {
        using var service = await finder.OpenAsync(name, cancellationToken);
        return new EsriResource(
            service.Name, LayerDescription.OfService(service), new ResourceLink("Layer 0", service.LayerPath), new ResourceLink("layers", $"{service.Path}/layers"))
        {
            Page = FeaturePages.OfService(service),
        };
    }

    private static async Task<EsriResource> DescribeLayersAsync(string name, FeatureServiceFinder finder, CancellationToken cancellationToken)
    {
        using var service = await finder.OpenAsync(name, cancellationToken);
        return new EsriResource($"Layers of {service.Name}", LayerDescription.OfLayers(service));
    }

    private static async Task<EsriResource> DescribeLayerAsync(string name, FeatureServiceFinder finder, CancellationToken cancellationToken)
    {
        using var service = await finder.OpenAsync(name, cancellationToken);
        return new EsriResource(service.Name, LayerDescription.OfLayer(service), new ResourceLink("query", $"{service.LayerPath}/query")) { Page = FeaturePages.OfService(service) };
    }

    private static async Task<EsriResource> DescribeFeatureAsync(string name, string objectId, FeatureServiceFinder finder, CancellationToken cancellationToken)
    {
        using var service = await finder.OpenAsync(name, cancellationToken);
        var query = new FeatureQuery
        {
            Ids = long.TryParse(objectId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? [id] : throw new NotFoundException("resource", objectId), Fields = service.Table.Fields,
        };
        var feature = service.Table.Query(query, cancellationToken).FirstOrDefault() ?? throw new NotFoundException("feature", objectId);
        using var memory = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(memory))
        {
            EsriFeature.Write(writer, feature, query, new RingWriting());
        }

        return new EsriResource($"Feature {id} of {service.Name}", new JsonObject { ["feature"] = JsonNode.Parse(memory.ToArray()) });
    }

    private static async Task<object> QueryAsync(string name, HttpContext context, FeatureServiceFinder finder, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        using var service = await finder.OpenAsync(name, cancellationToken);
        var request = context.ArcGis();
        var page = request.Format == ResponseFormat.Html ? FeaturePages.OfQuery(service, request.Parameters) : null;
        if (page is not null && !request.Parameters.All.Any(pair => pair.Key != "f"))
        {
            return new EsriResource($"Query of {service.Name}", new JsonObject()) { Page = page };
        }

        var query = LayerQueryParser.Parse(service, request.Parameters, request.Format == ResponseFormat.GeoJson, renderer);
        var answer = new LayerAnswer(service, query, request.Format, request.Callback);
        switch (query.Kind)
        {
            case LayerQueryKind.Count:
                return Small(LayerSummary.Count(service, query, cancellationToken));
            case LayerQueryKind.Extent:
                return Small(LayerSummary.Extent(service, query, renderer, cancellationToken));
            case LayerQueryKind.Summary:
                return Small(LayerSummary.Groups(service, query, cancellationToken));
            case LayerQueryKind.Ids:
                await answer.WriteIdsAsync(context);
                return Results.Empty;
            case LayerQueryKind.Features when page is not null:
                return Small((JsonObject)JsonNode.Parse(await LayerAnswer.TextAsync(context, service, query, ResponseFormat.Json, MostOnPage))!);
            default:
                await answer.WriteAsync(context);
                return Results.Empty;
        }

        EsriResource Small(JsonObject body) => new($"Query of {service.Name}", body) { Page = page };
    }
}
