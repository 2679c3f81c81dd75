using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>content/users/{user}</c>: somebody's content, by folders.</summary>
internal static class UserContentEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapUserContent(this IEndpointRouteBuilder sharing)
    {
        var user = sharing.MapGroup("content/users/{user}");
        user.MapMethods("", ResourceCalls.Methods, ListRootAsync).IsResource().WithSummary("A user's folders, and the items in none");
        user.MapMethods("createFolder", ResourceCalls.Methods, CreateFolderAsync).IsChange().WithSummary("Makes a folder");
        user.MapMethods("{folder}", ResourceCalls.Methods, ListFolderAsync).IsResource().WithSummary("The items in a folder");
        user.MapMethods("{folder}/delete", ResourceCalls.Methods, DeleteFolderAsync).IsChange()
            .WithMetadata(new AuditedAction(AuditAction.ItemDeleted)).WithSummary("Deletes a folder and the items in it");
    }

    /// <summary>The folder of a user.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="owner">The user.</param>
    /// <param name="asked">Id or title.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<ContentFolder> RequireAsync(this IFolderStore folders, string owner, string asked, CancellationToken cancellationToken) =>
        await folders.FindAsync(owner, asked, cancellationToken) ?? throw new NotFoundException("folder", asked);

    /// <summary>A folder's JSON.</summary>
    public static JsonObject ToJson(ContentFolder folder) => new()
    {
        ["username"] = folder.Owner,
        ["id"] = folder.Id,
        ["title"] = folder.Title,
        ["created"] = folder.Created.ToUnixTimeMilliseconds(),
    };

    private static async Task<EsriResource> ListRootAsync(
        string user, HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemPlaces places, PortalUsers users,
        CancellationToken cancellationToken) =>
        await ListAsync(await users.RequireAsync(user, cancellationToken), null, context, catalog, folders, places, cancellationToken);

    private static async Task<EsriResource> ListFolderAsync(
        string user, string folder, HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemPlaces places,
        PortalUsers users, CancellationToken cancellationToken)
    {
        var owner = await users.RequireAsync(user, cancellationToken);
        return await ListAsync(
            owner, await folders.RequireAsync(owner, folder, cancellationToken), context, catalog, folders, places, cancellationToken);
    }

    private static async Task<EsriResource> ListAsync(
        string owner, ContentFolder? folder, HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemPlaces places,
        CancellationToken cancellationToken)
    {
        var page = ItemPage.Parse(context.Parameters());
        var title = folder?.Title ?? "";
        var (items, total) = await page.FindAsync(
            catalog, item => item.Owner == owner && item.Folder.Equals(title, StringComparison.OrdinalIgnoreCase), cancellationToken);
        var owned = await folders.ListAsync(owner, cancellationToken);
        var resource = new ItemResource(context.ArcGis(), catalog.Caller, owned, places);
        var answer = new JsonObject { ["username"] = owner };
        page.WriteTo(answer, items.Count, total);
        answer["currentFolder"] = folder is null ? null : ToJson(folder);
        answer["items"] = new JsonArray([.. items.Select(resource.ToJson)]);
        answer["folders"] = new JsonArray([.. owned.Select(ToJson)]);
        return new EsriResource(folder?.Title ?? $"Content of {owner}", answer);
    }

    private static async Task<EsriResource> CreateFolderAsync(
        string user, HttpContext context, IFolderStore folders, TimeProvider time, PortalUsers users, CancellationToken cancellationToken)
    {
        context.RequirePost();
        var owner = await users.RequireAsync(user, cancellationToken);
        var parameters = context.Parameters();
        var title = ContentFolder.CheckTitle(
            parameters["title"] ?? parameters["folderName"] ?? throw new InvalidRequestException("title", "is required: the folder's name."), "title");
        var folder = new ContentFolder(CatalogItem.NewId(), owner, title, time.GetUtcNow());
        return await folders.TryAddAsync(folder, cancellationToken)
            ? new EsriResource("Folder", new JsonObject { ["success"] = true, ["folder"] = ToJson(folder) })
            : throw new InvalidRequestException("title", $"there is a folder '{title}' already.");
    }

    private static async Task<EsriResource> DeleteFolderAsync(
        string user, string folder, HttpContext context, IFolderStore folders, ItemDeletion deletion, PortalUsers users,
        CancellationToken cancellationToken)
    {
        context.RequirePost();
        var found = await folders.RequireAsync(await users.RequireAsync(user, cancellationToken), folder, cancellationToken);
        await deletion.DeleteFolderAsync(found, cancellationToken);
        return new EsriResource("Deleted", new JsonObject { ["success"] = true, ["folder"] = ToJson(found) });
    }
}
