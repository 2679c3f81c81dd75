using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Files;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>content/items</c>: items and their data.</summary>
internal static class ContentItemEndpoints
{
    private static readonly string[] DataMethods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Head];

    /// <summary>Maps them.</summary>
    public static void MapContentItems(this IEndpointRouteBuilder sharing)
    {
        sharing.MapMethods("content/items/{id}", ResourceCalls.Methods, DescribeAsync).IsResource().WithSummary("An item");
        sharing.MapMethods($"content/items/{{id}}/info/{ItemThumbnail.Path}", ResourceCalls.Methods, GetThumbnailAsync).IsResource()
            .WithMetadata(new TileOperation()).WithMetadata(new ImageOperation()).WithMetadata(new RateLimitedOperation(RateLimitKind.Pictures)).WithSummary("A small picture of an item's raster");
        sharing.MapMethods("content/items/{id}/data", DataMethods, GetDataAsync).WithSummary("An item's file, or the text that was stored as its data");
    }

    private static async Task<EsriResource> DescribeAsync(
        string id, HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemPlaces places, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        var owned = await folders.ListAsync(item.Owner, cancellationToken);
        return new EsriResource(item.Title, new ItemResource(context.ArcGis(), catalog.Caller, owned, places).ToJson(item));
    }

    private static async Task<IResult> GetThumbnailAsync(
        string id, HttpContext context, CallerCatalog catalog, IRasterViews views, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        var service = ImageService.Of(item) ?? throw new NotFoundException("thumbnail of item", id);
        return await PictureTag.AnswerAsync(context, service, async () =>
        {
            var picture = await ItemThumbnail.RenderAsync(service, context.Parameters(), views, cancellationToken);
            return Results.Bytes(picture.Content, picture.ContentType);
        });
    }

    private static async Task<IResult> GetDataAsync(string id, HttpContext context, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        var wantsJson = context.Parameters()["f"] is { } f && f.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        if (item.Details.Text is { } text && (wantsJson || item.IsReserved))
        {
            return Results.Text(text, IsJson(text) ? "application/json" : "text/plain");
        }

        // a map client reads a layer's settings here, and cannot do with a raster's bytes
        if (item.Type != ItemType.DeepLearningPackage && (wantsJson || item.IsReserved))
        {
            return Results.Text("{}", "application/json");
        }

        if (item.Members.Count > 0)
        {
            throw new InvalidRequestException("id", $"The item '{id}' is a mosaic of {item.Members.Count} rasters and has no file of its own.");
        }

        if (item.IsRemote)
        {
            throw new InvalidRequestException("id", $"The file of the item '{id}' lies in a cloud store or on another server, and is not handed out from here; exportImage gives its pixels.");
        }

        item = item with { DataPath = VariablePath.Of(item.DataPath).File };
        return File.Exists(item.DataPath) ? FileOf(item) : throw new NotFoundException("file of item", id);
    }

    private static IResult FileOf(CatalogItem item) => Results.File(
        item.DataPath,
        Path.GetExtension(item.DataPath).ToUpperInvariant() switch { ".TIF" or ".TIFF" => "image/tiff", ".GPKG" => "application/geopackage+sqlite3", _ => "application/octet-stream" },
        item.Name,
        enableRangeProcessing: true,
        lastModified: File.GetLastWriteTimeUtc(item.DataPath),
        entityTag: new EntityTagHeaderValue(FileStamp.Of(item.DataPath).EntityTag));

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
