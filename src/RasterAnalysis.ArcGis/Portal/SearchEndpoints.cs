using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.Portal.Searching;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>search</c>: finds items by a query.</summary>
internal static class SearchEndpoints
{
    /// <summary>What would narrow the answer and is not understood: leaving it out would give more than was asked for.</summary>
    private static readonly string[] Refused = ["bbox", "categories", "categoryFilters"];

    /// <summary>Maps it.</summary>
    public static void MapSearch(this IEndpointRouteBuilder sharing) => sharing.MapMethods("search", ResourceCalls.Methods, SearchAsync).IsResource().WithSummary("Finds items");

    private static async Task<EsriResource> SearchAsync(
        HttpContext context, CallerCatalog catalog, IFolderStore folders, ItemPlaces places, CancellationToken cancellationToken)
    {
        var parameters = context.Parameters();
        if (Refused.FirstOrDefault(name => parameters[name] is not null) is { } refused)
        {
            throw new InvalidRequestException(refused, "is not supported; narrow the search by q.");
        }

        var (query, filter) = (parameters["q"], parameters["filter"]);
        if (query is null && filter is null)
        {
            throw new InvalidRequestException("q", "is required, for example type:\"Deep Learning Package\".");
        }

        var (wanted, narrowed) = (SearchQueryParser.Parse(query, "q"), SearchQueryParser.Parse(filter, "filter"));
        var page = ItemPage.Parse(parameters);
        var (items, total) = await page.FindAsync(catalog, item => wanted.Matches(item) && narrowed.Matches(item), cancellationToken);
        var owned = new List<ContentFolder>();
        foreach (var owner in items.Select(item => item.Owner).Distinct())
        {
            owned.AddRange(await folders.ListAsync(owner, cancellationToken));
        }

        var resource = new ItemResource(context.ArcGis(), catalog.Caller, owned, places);
        var answer = new JsonObject { ["query"] = query ?? "" };
        page.WriteTo(answer, items.Count, total);
        answer["results"] = new JsonArray([.. items.Select(resource.ToJson)]);
        return new EsriResource("Search", answer);
    }
}
