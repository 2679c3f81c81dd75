using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.ImageServer.Export;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.ImageServer.Tiles;
using RasterAnalysis.ArcGis.ImageServer.Values;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>Image services: one for each raster item, under <c>Hosted</c>.</summary>
internal static class ImageServerEndpoints
{
    private static readonly string[] ReadableOperations = ["exportImage", "identify", "legend", "keyProperties", "statistics", "histograms", "rasterFunctionInfos", "queryBoundary"];

    /// <summary>Maps the operations of every image service.</summary>
    public static void MapImageServer(this IEndpointRouteBuilder rest)
    {
        var service = rest.MapGroup($"{ServicePaths.Services}/{ServicePaths.HostedFolder}/{{name}}/ImageServer");
        service.MapMethods("", ResourceCalls.Methods, DescribeAsync).IsResource().WithSummary("An image service");
        foreach (var operation in new[] { "exportImage", "export" })
        {
            service.MapMethods(operation, ResourceCalls.Methods, ExportImageAsync).IsResource()
                .WithMetadata(new ImageOperation()).WithMetadata(new RateLimitedOperation(RateLimitKind.Pictures))
                .WithSummary("A picture or cut-out of the raster");
        }

        service.MapMethods("tile/{level}/{row}/{column}", ResourceCalls.Methods, TileAsync).IsResource()
            .WithMetadata(new TileOperation()).WithMetadata(new ImageOperation()).WithMetadata(new RateLimitedOperation(RateLimitKind.Pictures))
            .WithSummary("A tile of a web map");
        service.MapMethods("WMTS/1.0.0/WMTSCapabilities.xml", ResourceCalls.Methods, TileCapabilitiesAsync).IsResource().WithSummary("The tiles, described for clients of OGC's WMTS");
        service.MapMethods("legend", ResourceCalls.Methods, LegendAsync).IsResource().WithMetadata(new RateLimitedOperation(RateLimitKind.Pictures)).WithSummary("Classes with swatches");
        service.MapMethods("colormap", ResourceCalls.Methods, ColormapAsync).IsResource().WithSummary("Colours of the classes");
        service.MapMethods("rasterAttributeTable", ResourceCalls.Methods, AttributeTableAsync).IsResource().WithSummary("Classes with names, colours and counts");
        service.MapMethods("keyProperties", ResourceCalls.Methods, KeyPropertiesAsync).IsResource().WithSummary("Kind of data, names of the bands");
        service.MapMethods("rasterFunctionInfos", ResourceCalls.Methods, RasterFunctionInfosAsync).IsResource().WithSummary("Rendering rules that have a name");
        service.MapValues();
        service.MapMosaics();
    }

    private static async Task<EsriResource> DescribeAsync(
        string name, HttpContext context, ImageServiceFinder finder, ServiceStatistics statistics, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);

        // clients ask with a rule to learn whether it works; the description is that of the stored raster none the less
        RenderingRuleParser.Parse(context.Parameters()["renderingRule"]);
        string[] operations =
            [.. ReadableOperations, .. service.IsThematic ? ClassTables.Operations : [], .. service.SpatialReference is null ? (string[])[] : ["WMTS/1.0.0/WMTSCapabilities.xml"]];
        var links = operations.Select(operation => new ResourceLink(operation, $"{service.Path}/{operation}"));
        return new EsriResource(
            service.Name, ServiceDescription.ToJson(service, statistics.Known(service)), [.. links, new ResourceLink("On the map page", $"/#/items/{service.Item.Id}")])
        {
            Page = ServicePages.OfService(service),
        };
    }

    private static async Task<object> ExportImageAsync(
        string name, HttpContext context, ImageServiceFinder finder, ExportImageEndpoint export, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var request = context.ArcGis();
        Task<object> AnswerAsync() => export.AnswerAsync(service, $"{service.Path}/exportImage", context, cancellationToken);
        return request.Format == ResponseFormat.Image
            ? await PictureTag.AnswerAsync(context, service, async () => (IResult)await AnswerAsync()) : await AnswerAsync();
    }

    private static async Task<IResult> TileAsync(
        string name, string level, string row, string column, HttpContext context, ImageServiceFinder finder, IRasterViews views, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return await PictureTag.AnswerAsync(context, service, async () =>
        {
            var tile = await TileImage.RenderAsync(service, level, row, column, views, cancellationToken);
            return Results.Bytes(tile.Content, tile.ContentType);
        });
    }

    private static async Task<IResult> TileCapabilitiesAsync(
        string name, HttpContext context, ImageServiceFinder finder, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return Results.Text(TileCapabilities.Write(service, context.ArcGis().AddressOf(service.Path), renderer), TileCapabilities.ContentType, Encoding.UTF8);
    }

    private static async Task<EsriResource> LegendAsync(string name, ImageServiceFinder finder, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Legend of {service.Name}", Legend.ToJson(service)) { Page = new ResourcePage { Pictures = [.. ServicePages.Swatches(service)] } };
    }

    private static async Task<EsriResource> ColormapAsync(string name, ImageServiceFinder finder, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Colormap of {service.Name}", ClassTables.ColormapToJson(service));
    }

    private static async Task<EsriResource> AttributeTableAsync(string name, ImageServiceFinder finder, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Raster attribute table of {service.Name}", ClassTables.AttributeTableToJson(service));
    }

    private static async Task<EsriResource> KeyPropertiesAsync(string name, ImageServiceFinder finder, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Key properties of {service.Name}", ServiceDescription.KeyPropertiesToJson(service));
    }

    private static async Task<EsriResource> RasterFunctionInfosAsync(string name, ImageServiceFinder finder, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource(
            $"Raster functions of {service.Name}", new JsonObject { ["rasterFunctionInfos"] = RasterFunctionList.ToJson(service) });
    }
}
