using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>The addresses of a portal's own pages, which clients write down for people (<c>Item.homepage</c> of the ArcGIS API for Python): they lead to the map page.</summary>
internal static class HomePages
{
    /// <summary>Maps <c>home/item.html?id=</c>, and the home page itself, below <c>/arcgis</c>.</summary>
    public static void MapHomePages(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in (string[])["", "/index.html"])
        {
            endpoints.MapGet($"/arcgis/home{path}", (HttpRequest request) => Lead(request, "")).ExcludeFromDescription();
        }

        endpoints.MapGet("/arcgis/home/item.html", (HttpRequest request) => Lead(request, request.Query["id"].ToString())).ExcludeFromDescription();
    }

    private static IResult Lead(HttpRequest request, string itemId) =>
        Results.Redirect($"{request.PathBase.ToUriComponent()}/{(itemId.Length > 0 ? $"#/items/{Uri.EscapeDataString(itemId)}" : "")}");
}
