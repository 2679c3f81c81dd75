using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>What portals keep around items and this one has none of: groups, related items, ratings. Clients ask for them unasked, and take an error for a broken item.</summary>
internal static class ItemSurroundingsEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapItemSurroundings(this IEndpointRouteBuilder sharing)
    {
        sharing.MapResource("content/items/{id}/groups", GroupsOfAsync).WithSummary("Groups that an item is shared with: none");
        sharing.MapResource("content/items/{id}/relatedItems", RelatedItemsAsync).WithSummary("Items that belong to an item: none");
        sharing.MapResource("content/items/{id}/rating", RatingAsync).WithSummary("The user's rating of an item: none");
        sharing.MapResource("community/groups", FindGroups).WithSummary("Finds groups: there are none");
    }

    private static async Task<EsriResource> GroupsOfAsync(string id, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await FindAsync(id, catalog, cancellationToken);
        return new EsriResource(
            $"Groups of {item.Title}", new JsonObject { ["admin"] = new JsonArray(), ["member"] = new JsonArray(), ["other"] = new JsonArray() });
    }

    private static async Task<EsriResource> RelatedItemsAsync(string id, HttpContext context, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await FindAsync(id, catalog, cancellationToken);
        var answer = new JsonObject();
        ItemPage.Parse(context.Parameters()).WriteTo(answer, given: 0, total: 0);
        answer["relatedItems"] = new JsonArray();
        return new EsriResource($"Items related to {item.Title}", answer);
    }

    private static async Task<EsriResource> RatingAsync(string id, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await FindAsync(id, catalog, cancellationToken);
        return new EsriResource($"Rating of {item.Title}", new JsonObject { ["rating"] = null });
    }

    private static EsriResource FindGroups(HttpContext context)
    {
        var parameters = context.Parameters();
        var answer = new JsonObject { ["query"] = parameters["q"] ?? throw new InvalidRequestException("q", "is required, for example title:harbour.") };
        ItemPage.Parse(parameters).WriteTo(answer, given: 0, total: 0);
        answer["results"] = new JsonArray();
        return new EsriResource("Groups", answer);
    }

    private static async Task<CatalogItem> FindAsync(string id, CallerCatalog catalog, CancellationToken cancellationToken) =>
        await catalog.RequireAsync(id, cancellationToken);
}
