using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>content/users/{user}[/{folder}]/items/{id}</c>: an item as its owner sees and changes it.</summary>
internal static class UserItemEndpoints
{
    /// <summary>Maps them, with and without a folder in the address.</summary>
    public static void MapUserItems(this IEndpointRouteBuilder sharing)
    {
        foreach (var folder in (string[])["", "/{folder}"])
        {
            var item = sharing.MapGroup($"content/users/{{user}}{folder}/items/{{id}}");
            item.MapMethods("", ResourceCalls.Methods, DescribeAsync).IsResource().WithSummary("An item, with its folder");
            item.MapMethods("status", ResourceCalls.Methods, StatusAsync).IsResource().WithSummary("Whether an item is ready to be used");
            item.MapMethods("update", ResourceCalls.Methods, UpdateAsync).IsChange()
                .WithMetadata(new AuditedAction(AuditAction.ItemChanged)).WithSummary("Changes title, description, tags, properties and so on");
            item.MapMethods("delete", ResourceCalls.Methods, DeleteAsync).IsChange().WithMetadata(new AuditedAction(AuditAction.ItemDeleted)).WithSummary("Deletes an item and its file");
            item.MapMethods("move", ResourceCalls.Methods, MoveAsync).IsChange().WithMetadata(new AuditedAction(AuditAction.ItemChanged)).WithSummary("Moves an item to a folder");
        }
    }

    private static async Task<EsriResource> DescribeAsync(
        string user, string? folder, string id, HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemPlaces places,
        PortalUsers users, CancellationToken cancellationToken)
    {
        var (owner, item) = await FindAsync(user, folder, id, catalog, folders, users, cancellationToken);
        var owned = await folders.ListAsync(owner, cancellationToken);
        return new EsriResource(item.Title, new JsonObject
        {
            ["item"] = new ItemResource(context.ArcGis(), catalog.Caller, owned, places).ToJson(item),
            ["sharing"] = new JsonObject { ["access"] = ItemResource.AccessName(item.Access), ["groups"] = EsriJson.Texts(item.SharedWith) },
        });
    }

    private static async Task<EsriResource> StatusAsync(
        string user, string? folder, string id, HttpContext context, CallerCatalog catalog, IFolderStore folders, PortalUsers users, CancellationToken cancellationToken)
    {
        var (_, item) = await FindAsync(user, folder, id, catalog, folders, users, cancellationToken);
        var status = item.State switch { ItemState.Preparing => "processing", ItemState.Refused => "failed", _ => "completed" };
        return new EsriResource("Status", new JsonObject { ["status"] = status, ["statusMessage"] = item.NotReadyReason ?? status, ["itemId"] = id });
    }

    private static async Task<EsriResource> UpdateAsync(
        string user, string? folder, string id, HttpContext context, CallerCatalog catalog, IFolderStore folders, TimeProvider time,
        PortalUsers users, CancellationToken cancellationToken)
    {
        context.RequirePost();
        await FindAsync(user, folder, id, catalog, folders, users, cancellationToken);
        var (title, change) = ItemDetailsParser.Parse(context.Parameters());
        await ChangeAsync(
            catalog, id, item => item with { Title = title ?? item.Title, Details = change(item.Details), Modified = time.GetUtcNow() }, cancellationToken);
        return Done(id);
    }

    private static async Task<EsriResource> DeleteAsync(
        string user, string? folder, string id, HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemDeletion deletion,
        PortalUsers users, CancellationToken cancellationToken)
    {
        context.RequirePost();
        await FindAsync(user, folder, id, catalog, folders, users, cancellationToken);
        await catalog.RequireOwnRecordAsync(id, cancellationToken);
        await deletion.DeleteAsync(id, cancellationToken);
        return Done(id);
    }

    private static async Task<EsriResource> MoveAsync(
        string user, string? folder, string id, HttpContext context, CallerCatalog catalog, IFolderStore folders, TimeProvider time,
        PortalUsers users, CancellationToken cancellationToken)
    {
        context.RequirePost();
        var (owner, _) = await FindAsync(user, folder, id, catalog, folders, users, cancellationToken);

        // clients write the root as a slash, or leave it blank
        var target = context.Parameters()["folder"] is { } asked && asked != "/" ? await folders.RequireAsync(owner, asked, cancellationToken) : null;
        await ChangeAsync(catalog, id, item => item with { Folder = target?.Title ?? "", Modified = time.GetUtcNow() }, cancellationToken);
        var answer = Done(id);
        answer.Body["owner"] = owner;
        answer.Body["folder"] = target?.Id ?? "/";
        return answer;
    }

    private static async Task ChangeAsync(CallerCatalog catalog, string id, Func<CatalogItem, CatalogItem> change, CancellationToken cancellationToken) =>
        await catalog.ChangeAsync(id, change, cancellationToken);

    private static async Task<(string Owner, CatalogItem Item)> FindAsync(
        string user, string? folder, string id, CallerCatalog catalog, IFolderStore folders, PortalUsers users,
        CancellationToken cancellationToken)
    {
        var owner = await users.RequireAsync(user, cancellationToken);
        if (folder is not null)
        {
            // a client may hold an address from before the item was moved, so the folder need not be the item's
            await folders.RequireAsync(owner, folder, cancellationToken);
        }

        return (owner, await catalog.RequireRecordAsync(id, cancellationToken));
    }

    private static EsriResource Done(string id) => new("Done", new JsonObject { ["success"] = true, ["id"] = id, ["itemId"] = id });
}
