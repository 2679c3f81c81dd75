using Microsoft.AspNetCore.Routing;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>Portal content: what a client needs that starts from a portal (<c>docs/reference/portal.md</c>).</summary>
internal static class PortalEndpoints
{
    /// <summary>Maps every operation below one spelling of the root.</summary>
    public static void MapPortal(this IEndpointRouteBuilder sharing)
    {
        sharing.MapPortalDescription();
        sharing.MapTokens();
        sharing.MapOAuth();
        sharing.MapUserTags();
        sharing.MapSearch();
        sharing.MapContentItems();
        sharing.MapItemSurroundings();
        sharing.MapUserContent();
        sharing.MapUserItems();
        sharing.MapAddItem();
        sharing.MapSharing();
        sharing.MapCreateService();
    }
}
