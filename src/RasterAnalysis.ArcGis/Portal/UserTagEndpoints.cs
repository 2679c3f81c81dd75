using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>community/users/{user}/tags</c>: the tags of somebody's items, which clients propose for new ones.</summary>
internal static class UserTagEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapUserTags(this IEndpointRouteBuilder sharing) =>
        sharing.MapMethods("community/users/{user}/tags", ResourceCalls.Methods, ListAsync).IsResource().WithSummary("The tags of a user's items");

    private static async Task<EsriResource> ListAsync(string user, PortalUsers users, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var owner = await users.RequireAsync(user, cancellationToken);
        var items = await catalog.FindAllAsync(null, item => item.Owner == owner && item.Details.Tags.Count > 0, cancellationToken);
        var tags = items.SelectMany(item => item.Details.Tags).CountBy(tag => tag, StringComparer.OrdinalIgnoreCase).OrderBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase);
        return new EsriResource(
            $"Tags of {owner}", new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["tag"] = tag.Key, ["count"] = tag.Value })]) });
    }
}
