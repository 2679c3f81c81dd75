using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>Image services: one for each raster item, under <c>Hosted</c>.</summary>
internal static class ImageServerEndpoints
{
    /// <summary>Maps the operations of every image service.</summary>
    public static void MapImageServer(this IEndpointRouteBuilder rest)
    {
        var service = rest.MapGroup($"{ServicePaths.Services}/{ServicePaths.HostedFolder}/{{name}}/ImageServer");
        service.MapResource("", DescribeAsync).WithSummary("An image service");
        foreach (var operation in new[] { "exportImage", "export" })
        {
            service.MapResource(operation, ExportImageAsync).WithMetadata(new ImageOperation()).WithSummary("A picture or cut-out of the raster");
        }

        service.MapResource("legend", LegendAsync).WithSummary("Classes with swatches");
        service.MapResource("colormap", ColormapAsync).WithSummary("Colours of the classes");
        service.MapResource("rasterAttributeTable", AttributeTableAsync).WithSummary("Classes with names, colours and counts");
        service.MapResource("keyProperties", KeyPropertiesAsync).WithSummary("Kind of data, names of the bands");
    }

    private static async Task<EsriResource> DescribeAsync(string name, ICatalogStore catalog, CancellationToken cancellationToken)
    {
        var service = await ImageService.FindAsync(catalog, name, cancellationToken);
        string[] operations = ["exportImage", "legend", "keyProperties", .. service.IsThematic ? ClassTables.Operations : []];
        var links = operations.Select(operation => new ResourceLink(operation, $"{service.Path}/{operation}"));
        return new EsriResource(service.Name, ServiceDescription.ToJson(service), [.. links]);
    }

    private static async Task<object> ExportImageAsync(
        string name, HttpContext context, ICatalogStore catalog, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        var service = await ImageService.FindAsync(catalog, name, cancellationToken);
        var request = context.ArcGis();
        var view = new ExportImageParser(service, renderer).Parse(request.Parameters);
        if (request.Format != ResponseFormat.Image)
        {
            return ExportImageResource.Describe(service, view, request);
        }

        var image = ExportImageResource.Render(service, view, renderer, cancellationToken);
        return Results.Bytes(image.Content, image.ContentType);
    }

    private static async Task<EsriResource> LegendAsync(string name, ICatalogStore catalog, CancellationToken cancellationToken)
    {
        var service = await ImageService.FindAsync(catalog, name, cancellationToken);
        return new EsriResource($"Legend of {service.Name}", Legend.ToJson(service));
    }

    private static async Task<EsriResource> ColormapAsync(string name, ICatalogStore catalog, CancellationToken cancellationToken)
    {
        var service = await ImageService.FindAsync(catalog, name, cancellationToken);
        return new EsriResource($"Colormap of {service.Name}", ClassTables.ColormapToJson(service));
    }

    private static async Task<EsriResource> AttributeTableAsync(string name, ICatalogStore catalog, CancellationToken cancellationToken)
    {
        var service = await ImageService.FindAsync(catalog, name, cancellationToken);
        return new EsriResource($"Raster attribute table of {service.Name}", ClassTables.AttributeTableToJson(service));
    }

    private static async Task<EsriResource> KeyPropertiesAsync(string name, ICatalogStore catalog, CancellationToken cancellationToken)
    {
        var service = await ImageService.FindAsync(catalog, name, cancellationToken);
        return new EsriResource($"Key properties of {service.Name}", ServiceDescription.KeyPropertiesToJson(service));
    }
}
