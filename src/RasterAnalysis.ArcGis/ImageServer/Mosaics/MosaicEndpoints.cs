using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.ImageServer.Export;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>What only mosaics have: their rasters as a catalog, and each of them by itself.</summary>
internal static class MosaicEndpoints
{
    /// <summary>Maps the resources of a service that stands for <c>{name}</c>.</summary>
    public static void MapMosaics(this IEndpointRouteBuilder service)
    {
        service.MapMethods("query", ResourceCalls.Methods, QueryAsync).IsResource().WithSummary("The rasters of a mosaic");
        service.MapMethods("{objectId:long}", ResourceCalls.Methods, FeatureAsync).IsResource().WithSummary("A raster of a mosaic");
        service.MapMethods("{objectId:long}/info", ResourceCalls.Methods, InfoAsync).IsResource().WithSummary("Grid, bands and statistics of a raster of a mosaic");
        service.MapMethods("{objectId:long}/image", ResourceCalls.Methods, ImageAsync).IsResource()
            .WithMetadata(new ImageOperation()).WithMetadata(new RateLimitedOperation(RateLimitKind.Pictures))
            .WithSummary("A picture or cut-out of one raster of a mosaic");
    }

    private static async Task<EsriResource> QueryAsync(
        string name, HttpContext context, ImageServiceFinder finder, MosaicRasters mosaics, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var answer = new CatalogQuery(service, await mosaics.OfAsync(service, cancellationToken), renderer).Answer(context.Parameters());
        return new EsriResource($"Rasters of {service.Name}", answer);
    }

    private static async Task<EsriResource> FeatureAsync(
        string name, string objectId, ImageServiceFinder finder, MosaicRasters mosaics, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var raster = await mosaics.FindAsync(service, objectId, cancellationToken);
        JsonObject answer = new CatalogQuery(service, [], renderer).Feature(raster, [.. CatalogFields.Names], hasShape: true, service.SpatialReference);
        string[] below = ["info", "image"];
        return new EsriResource(raster.Member.Name, answer, [.. below.Select(resource => new ResourceLink(resource, $"{service.Path}/{objectId}/{resource}"))]);
    }

    private static async Task<EsriResource> InfoAsync(
        string name, string objectId, ImageServiceFinder finder, MosaicRasters mosaics, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var raster = await mosaics.FindAsync(service, objectId, cancellationToken);
        return new EsriResource(raster.Member.Name, RasterItemJson.ToJson(service.Of(raster.Member, raster.Info)));
    }

    private static async Task<object> ImageAsync(
        string name, string objectId, HttpContext context, ImageServiceFinder finder, MosaicRasters mosaics, ExportImageEndpoint export,
        CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var raster = await mosaics.FindAsync(service, objectId, cancellationToken);
        return await export.AnswerAsync(service.Of(raster.Member, raster.Info), $"{service.Path}/{objectId}/image", context, cancellationToken);
    }
}
