using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>share</c>, <c>unshare</c> and <c>shareItems</c>: with whom items are shared, in ArcGIS's words: everyone, org, groups.</summary>
internal static class ShareEndpoints
{
    private const int MostItems = 100;

    /// <summary>Maps them.</summary>
    public static void MapSharing(this IEndpointRouteBuilder sharing)
    {
        sharing.MapMethods(
                "content/items/{id}/share", ResourceCalls.Methods,
                (string id, HttpContext context, ItemSharing items, CancellationToken cancellationToken) => ShareAsync(id, context, items, cancellationToken)).IsChange()
            .WithMetadata(new AuditedAction(AuditAction.ItemShared)).WithSummary("Says with whom an item is shared");
        sharing.MapMethods("content/items/{id}/unshare", ResourceCalls.Methods, UnshareAsync).IsChange()
            .WithMetadata(new AuditedAction(AuditAction.ItemShared)).WithSummary("Shares an item with groups no longer");
        sharing.MapMethods("content/users/{user}/shareItems", ResourceCalls.Methods, ShareItemsAsync).IsChange()
            .WithMetadata(new AuditedAction(AuditAction.ItemShared)).WithSummary("Says with whom items are shared");
        foreach (var folder in (string[])["", "/{folder}"])
        {
            var item = sharing.MapGroup($"content/users/{{user}}{folder}/items/{{id}}");
            item.MapMethods(
                    "share", ResourceCalls.Methods,
                    (string user, string id, HttpContext context, ItemSharing items, CancellationToken cancellationToken) => ShareAsync(id, context, items, cancellationToken)).IsChange()
                .WithMetadata(new AuditedAction(AuditAction.ItemShared)).WithSummary("Says with whom an item is shared");
            item.MapMethods("unshare", ResourceCalls.Methods, (string user, string id, HttpContext context, CallerCatalog catalog, ItemSharing items, CancellationToken cancellationToken) =>
                UnshareAsync(id, context, catalog, items, cancellationToken)).IsChange().WithMetadata(new AuditedAction(AuditAction.ItemShared)).WithSummary("Shares an item with groups no longer");
        }
    }

    private static async Task<EsriResource> ShareAsync(string id, HttpContext context, ItemSharing sharing, CancellationToken cancellationToken)
    {
        context.RequirePost();
        await ShareAsync(id, context.Parameters(), sharing, cancellationToken);
        return Done(id);
    }

    private static async Task<EsriResource> ShareItemsAsync(string user, HttpContext context, PortalUsers users, ItemSharing sharing, CancellationToken cancellationToken)
    {
        context.RequirePost();
        await users.RequireAsync(user, cancellationToken);
        var ids = Words(context.Parameters()["items"]);
        if (ids.Length is 0 or > MostItems)
        {
            throw new InvalidRequestException("items", $"must be from 1 to {MostItems} ids of items, separated by commas.");
        }

        foreach (var id in ids)
        {
            await ShareAsync(id, context.Parameters(), sharing, cancellationToken);
        }

        return new EsriResource("Done", new JsonObject { ["results"] = new JsonArray([.. ids.Select(id => new JsonObject { ["itemId"] = id, ["success"] = true, ["notSharedWith"] = new JsonArray() })]) });
    }

    private static async Task<EsriResource> UnshareAsync(string id, HttpContext context, CallerCatalog catalog, ItemSharing sharing, CancellationToken cancellationToken)
    {
        context.RequirePost();
        var item = await catalog.RequireOwnRecordAsync(id, cancellationToken);
        string[] left = [.. item.SharedWith.Except(Words(context.Parameters()["groups"]))];
        if (item.Access == ItemAccess.Shared && left.Length < item.SharedWith.Count)
        {
            await sharing.ShareAsync(id, left.Length > 0 ? ItemAccess.Shared : ItemAccess.Private, left, cancellationToken);
        }

        return new EsriResource("Done", new JsonObject { ["notUnsharedFrom"] = new JsonArray(), ["itemId"] = id });
    }

    private static Task<CatalogItem> ShareAsync(string id, RequestParameters parameters, ItemSharing sharing, CancellationToken cancellationToken)
    {
        var groups = Words(parameters["groups"]);
        var access = IsTrue(parameters["everyone"]) ? ItemAccess.Public : IsTrue(parameters["org"]) || IsTrue(parameters["account"]) ? ItemAccess.Organization
            : groups.Length > 0 ? ItemAccess.Shared : ItemAccess.Private;

        // who sees more than the groups, sees it without them
        return sharing.ShareAsync(id, access, access == ItemAccess.Shared ? groups : [], cancellationToken);
    }

    private static bool IsTrue(string? text) => JsonReading.ParseBoolean(text) is true;

    private static string[] Words(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static EsriResource Done(string id) => new("Done", new JsonObject { ["notSharedWith"] = new JsonArray(), ["itemId"] = id });
}
