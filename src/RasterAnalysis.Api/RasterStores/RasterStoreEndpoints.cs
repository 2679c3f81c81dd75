using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Api.RasterStores;

/// <summary><c>/raster-stores</c>: what is in the operator's folders and cloud stores, without opening any of it.</summary>
internal static class RasterStoreEndpoints
{
    private const string Prefix = "/rasterStores/";
    private const int MostObjects = 10_000;

    public static void MapRasterStores(this RouteGroupBuilder api)
    {
        var stores = api.MapGroup("/raster-stores").WithTags("Raster stores").Requires(Rights.Submit);
        stores.MapGet("", (Storage.RasterStores all, ICloudStores cloud) => TypedResults.Ok<RasterStoreModel[]>(
                [.. all.Names.Select(name => new RasterStoreModel(name, Prefix + name)), .. cloud.Names.Select(name => new RasterStoreModel(name, CloudStorePath.Prefix + name))]))
            .WithName("ListRasterStores").WithSummary("Lists the raster stores and the cloud stores").WithQuery();
        stores.MapList("/{name}", ListAsync).WithName("ListRasterStore").WithSummary("Lists a folder of a raster store or a cloud store")
            .WithDescription("Folders first, then rasters and model packages, each by name and known by their names alone. X-Total-Count says how many there are in all, and Link where the rest of them is. Of a folder in a cloud store, 10,000 entries are listed.")
            .WithQuery("path", "skip", "take").MayBeMissing();
    }

    private static async Task<Ok<RasterStoreEntryModel[]>> ListAsync(
        string name, HttpRequest request, Storage.RasterStores stores, ICloudStores cloud, CancellationToken cancellationToken, string path = "", int skip = 0, int take = 100)
    {
        (skip, take) = ListPage.Within(skip, take);
        var folder = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Append(""));
        if (cloud.Has(name))
        {
            var objects = await cloud.ListAsync(name, folder.Length > 0 ? new CloudStorePath(name, folder.TrimEnd('/')).Key("path") + "/" : "", MostObjects, cancellationToken);
            var shown = objects.Where(found => found.Kind is not null).OrderBy(found => found.Kind).ThenBy(found => found.Name, StringComparer.OrdinalIgnoreCase).ToArray();
            ListPage.SayWhere(request, skip, take, shown.Length);
            return TypedResults.Ok(shown.Skip(skip).Take(take).Select(found => new RasterStoreEntryModel(
                found.Name, WordOf(found.Kind!.Value), $"{CloudStorePath.Prefix}{name}/{found.Key.TrimEnd('/')}", found.Key.TrimEnd('/'), found.Size, found.Modified)).ToArray());
        }

        var entries = stores.List(name, path);
        ListPage.SayWhere(request, skip, take, entries.Count);
        return TypedResults.Ok(entries.Skip(skip).Take(take).Select(entry => new RasterStoreEntryModel(
            entry.Name, WordOf(entry.Kind), $"{Prefix}{name}/{folder}{entry.Name}", folder + entry.Name, entry.Size, entry.Modified)).ToArray());
    }

    private static string WordOf(RasterStoreEntryKind kind) => kind.ToString().ToLowerInvariant();
}
