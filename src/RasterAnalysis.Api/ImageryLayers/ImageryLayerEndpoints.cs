using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Items;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Storage;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Api.ImageryLayers;

/// <summary><c>/imagery-layers</c>: image services of rasters that lie elsewhere.</summary>
internal static class ImageryLayerEndpoints
{
    public static void MapImageryLayers(this RouteGroupBuilder api) =>
        api.MapPost("/imagery-layers", AddAsync).WithTags("Imagery layers").WithName("AddImageryLayer")
            .WithSummary("Makes an image service of a raster in a raster store, or of a GeoTIFF on another server")
            .WithDescription("A store's file stays where it is. A file of another server is fetched; its host must be one that the settings allow.")
            .Accepts<ImageryLayerRequest>("application/json").ProducesProblem(400);

    private static async Task<Created<ItemModel>> AddAsync(
        HttpRequest request, ItemPublisher publisher, IRemoteFiles remote, DataLayout layout, HostRules hosts, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var (name, folder) = (body["name"].AsText(), body["folder"].AsText() ?? "");
        CatalogItem item;
        if (body["url"].AsText() is { } url)
        {
            item = await AddUrlAsync(url, name, folder, publisher, remote, layout, hosts, cancellationToken);
        }
        else
        {
            item = await publisher.AddLayerAsync(SingleUri(body["uris"]), name, folder, Caller.Owner, cancellationToken);
        }

        var baseAddress = Caller.BaseAddress(request);
        return TypedResults.Created(Addresses.Item(baseAddress, item.Id), ItemModel.From(item, baseAddress));
    }

    private static string SingleUri(JsonNode? uris) => uris switch
    {
        JsonArray { Count: 1 } array when array[0].AsText() is { } uri => uri,
        JsonArray { Count: > 1 } => throw new InvalidRequestException("uris", "has several entries; mosaics are not supported yet, give one raster."),
        _ => throw new InvalidRequestException("uris", "is required, unless url is given: a list with the raster's path, for example [\"/rasterStores/samples/L7_ETMs.tif\"]."),
    };

    private static async Task<CatalogItem> AddUrlAsync(
        string url, string? name, string folder, ItemPublisher publisher, IRemoteFiles remote, DataLayout layout, HostRules hosts, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidRequestException("url", "must be an http or https address of a GeoTIFF.");
        }

        hosts.Check(address, "url");
        Directory.CreateDirectory(layout.UploadFolder);
        var path = Path.Combine(layout.UploadFolder, Guid.NewGuid().ToString("N"));
        try
        {
            await remote.DownloadAsync(address, path, cancellationToken);
            return await publisher.AddUploadAsync(path, Uri.UnescapeDataString(Path.GetFileName(address.AbsolutePath)), name, folder, Caller.Owner, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
