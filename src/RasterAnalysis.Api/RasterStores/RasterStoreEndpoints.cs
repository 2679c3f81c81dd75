using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Api.SignIn;

namespace RasterAnalysis.Api.RasterStores;

/// <summary><c>/raster-stores</c>: what is in the operator's folders, without opening any of it.</summary>
internal static class RasterStoreEndpoints
{
    private const string Prefix = "/rasterStores/";

    public static void MapRasterStores(this RouteGroupBuilder api)
    {
        var stores = api.MapGroup("/raster-stores").WithTags("Raster stores").Requires(Rights.Submit);
        stores.MapGet("", (Storage.RasterStores all) => TypedResults.Ok(all.Names.Select(name => new RasterStoreModel(name, Prefix + name)).ToArray()))
            .WithName("ListRasterStores").WithSummary("Lists the raster stores").WithQuery();
        stores.MapGet("/{name}", List).WithName("ListRasterStore").WithSummary("Lists a folder of a raster store")
            .WithDescription("Folders first, then rasters and model packages, each by name and known by their names alone. X-Total-Count says how many there are in all, and Link where the rest of them is.")
            .WithQuery("path", "skip", "take").MayBeMissing();
    }

    private static Ok<RasterStoreEntryModel[]> List(string name, HttpRequest request, Storage.RasterStores stores, string path = "", int skip = 0, int take = 100)
    {
        (skip, take) = ListPage.Within(skip, take);
        var found = stores.List(name, path);
        ListPage.SayWhere(request, skip, take, found.Count);
        var folder = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Append(""));
        return TypedResults.Ok(found.Skip(skip).Take(take).Select(entry => new RasterStoreEntryModel(
            entry.Name, entry.Kind.ToString().ToLowerInvariant(), $"{Prefix}{name}/{folder}{entry.Name}", folder + entry.Name, entry.Size, entry.Modified)).ToArray());
    }
}
