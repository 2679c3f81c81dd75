using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>What portals keep around items: groups; and what this one has none of, related items and ratings. Clients ask for them unasked, and take an error for a broken item.</summary>
internal static class ItemSurroundingsEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapItemSurroundings(this IEndpointRouteBuilder sharing)
    {
        sharing.MapMethods("content/items/{id}/groups", ResourceCalls.Methods, GroupsOfAsync).IsResource().WithSummary("Groups that an item is shared with");
        sharing.MapMethods("content/items/{id}/relatedItems", ResourceCalls.Methods, RelatedItemsAsync).IsResource().WithSummary("Items that belong to an item: none");
        sharing.MapMethods("content/items/{id}/rating", ResourceCalls.Methods, RatingAsync).IsResource().WithSummary("The user's rating of an item: none");
        sharing.MapMethods("community/groups", ResourceCalls.Methods, FindGroupsAsync).IsResource().WithSummary("Finds groups");
    }

    private static async Task<EsriResource> GroupsOfAsync(string id, CallerCatalog catalog, IGroups groups, CancellationToken cancellationToken)
    {
        var item = await FindAsync(id, catalog, cancellationToken);
        var known = (await groups.ListAsync(catalog.Caller, cancellationToken)).Where(group => item.SharedWith.Contains(group.Id)).ToLookup(group => catalog.Caller.MayChange(group.Owner));
        return new EsriResource($"Groups of {item.Title}", new JsonObject
        {
            ["admin"] = new JsonArray([.. known[true].Select(ToJson)]), ["member"] = new JsonArray([.. known[false].Select(ToJson)]), ["other"] = new JsonArray(),
        });
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

    private static JsonObject ToJson(UserGroup group) => new()
    {
        ["id"] = group.Id, ["title"] = group.Title, ["owner"] = group.Owner, ["access"] = "private", ["isInvitationOnly"] = true, ["tags"] = new JsonArray(),
        ["created"] = group.Created.ToUnixTimeMilliseconds(), ["modified"] = group.Created.ToUnixTimeMilliseconds(),
    };

    private static async Task<EsriResource> FindGroupsAsync(HttpContext context, CurrentCaller caller, IGroups groups, CancellationToken cancellationToken)
    {
        var parameters = context.Parameters();
        var text = parameters["q"] ?? throw new InvalidRequestException("q", "is required, for example title:harbour.");
        var (query, page) = (GroupQuery.Parse(text), ItemPage.Parse(parameters));
        var found = caller.Value.IsSignedIn ? (await groups.ListAsync(caller.Value, cancellationToken)).Where(query.Matches).ToArray() : [];
        var given = found.Skip(page.Start - 1).Take(page.Count).ToArray();
        var answer = new JsonObject { ["query"] = text };
        page.WriteTo(answer, given.Length, found.Length);
        answer["results"] = new JsonArray([.. given.Select(ToJson)]);
        return new EsriResource("Groups", answer);
    }

    private static async Task<CatalogItem> FindAsync(string id, CallerCatalog catalog, CancellationToken cancellationToken) =>
        await catalog.RequireAsync(id, cancellationToken);
}
