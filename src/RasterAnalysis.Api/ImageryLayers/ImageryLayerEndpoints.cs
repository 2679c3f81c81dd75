using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Items;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.ImageryLayers;

/// <summary><c>/imagery-layers</c>: image services of rasters that lie elsewhere.</summary>
internal static class ImageryLayerEndpoints
{
    private const int MostMembers = 10_000;

    public static void MapImageryLayers(this RouteGroupBuilder api) =>
        api.MapPost("/imagery-layers", AddAsync).IsAudited(AuditAction.ItemAdded).WithTags("Imagery layers").WithName("AddImageryLayer")
            .WithSummary("Makes an image service of rasters in raster stores and cloud stores, or of a GeoTIFF or a STAC document on another server")
            .WithDescription("A store's file stays where it is; * and ? in the last part of a path name many. Several rasters become one mosaic on the grid of the first; where they overlap, the one that is listed first lies on top. A GeoTIFF with tiles in a cloud store or on another server is read where it lies, anything else is fetched; the host must be one that the settings allow. Of a STAC Item or ItemCollection the assets are fetched and become one raster for each item.")
            .IsLimited(RateLimitKind.Uploads).TakesJson<ImageryLayerRequest>().MayBeTooLarge();

    private static async Task<Created<ItemModel>> AddAsync(
        HttpRequest request, LayerPublisher publisher, LayerSources sources, StacLayers stac, CurrentCaller caller, HostRules hosts, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        if (RequestKeys.Of<ImageryLayerRequest>().Unknown(body) is { Count: > 0 } unknown)
        {
            throw new InvalidRequestException(unknown);
        }

        var (name, folder) = (body["name"].AsText(), ContentFolder.TitleOf(body["folder"].AsText(), "folder"));
        var choice = StacChoiceParser.Parse(body, body["url"].AsText() is { Length: > 0 });
        var url = body["url"].AsText();
        CatalogItem item;
        try
        {
            item = url is not null
                ? await AddUrlAsync(SourceOf(url, hosts), choice, name, folder, caller.Value.Name, publisher, stac, cancellationToken)
                : await publisher.AddAsync(await sources.FindAsync(Uris(body["uris"]), MostMembers, cancellationToken), name, folder, caller.Value.Name, cancellationToken);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new RasterAccessException(exception.Message, innerException: exception) { Field = url is null ? "uris" : "url" };
        }

        var baseAddress = Addresses.Base(request);
        return TypedResults.Created(Addresses.Item(baseAddress, item.Id), ItemModel.From(item, baseAddress));
    }

    private static string[] Uris(JsonNode? uris) => uris switch
    {
        JsonArray { Count: > 0 and <= MostMembers } array when array.All(uri => uri.AsText() is { Length: > 0 }) => [.. array.Select(uri => uri.AsText()!)],
        JsonArray { Count: > MostMembers } array => throw new InvalidRequestException("uris", $"has {array.Count} entries; {MostMembers} are the most."),
        _ => throw new InvalidRequestException("uris", "is required, unless url is given: a list with the raster's path, for example [\"/rasterStores/samples/L7_ETMs.tif\"]."),
    };

    private static async Task<CatalogItem> AddUrlAsync(
        LayerSource source, StacChoice? choice, string? name, string folder, string owner, LayerPublisher publisher, StacLayers stac, CancellationToken cancellationToken) =>
        choice is null && await publisher.TryAddInPlaceAsync(source, name, folder, owner, cancellationToken) is { } item
            ? item : await stac.AddAsync(source, choice, name, folder, owner, cancellationToken);

    private static LayerSource SourceOf(string url, HostRules hosts)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidRequestException("url", "must be an http or https address of a GeoTIFF, or of a STAC Item or ItemCollection.");
        }

        hosts.Check(address, "url");
        var name = Path.GetFileName(Uri.UnescapeDataString(address.AbsolutePath));
        return new LayerSource(name.Length > 0 ? name : "raster.tif", null, address);
    }
}

/// <summary>Body of <c>POST /imagery-layers</c>. Either <paramref name="Uris"/> or <paramref name="Url"/>.</summary>
/// <param name="Name">Name of the layer; by default the file's.</param>
/// <param name="Uris">Paths in raster stores and cloud stores.</param>
/// <param name="Url">Address of a GeoTIFF, or of a STAC Item or ItemCollection.</param>
/// <param name="Folder">Folder of the item.</param>
/// <param name="Assets">For a STAC document: keys of the assets, in the order of the layer's bands. By default the only data asset.</param>
/// <param name="Values">For a STAC document: <c>scaled</c> (by scale and offset of its bands, the default) or <c>stored</c>.</param>
internal sealed record ImageryLayerRequest(string? Name, IReadOnlyList<string>? Uris, string? Url, string? Folder, IReadOnlyList<string>? Assets, string? Values);
