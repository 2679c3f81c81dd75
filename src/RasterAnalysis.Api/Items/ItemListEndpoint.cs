using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.Api.Items;

/// <summary><c>GET /items</c>: lists items, or finds them by type, words and folder.</summary>
internal static class ItemListEndpoint
{
    private const int MostAtOnce = 1000;

    public static void MapItemList(this RouteGroupBuilder items) =>
        items.MapGet("", ListAsync).WithName("ListItems").WithSummary("Lists items, the newest first")
            .WithDescription(
                "type is Image Service or Deep Learning Package; q are words that all stand in the title, the file's name, the snippet or the tags, in any case; folder is a title. "
                + "X-Total-Count says how many there are in all, and Link where the rest of them is.")
            .WithQuery("type", "q", "folder", "skip", "take");

    private static async Task<Ok<ItemModel[]>> ListAsync(
        HttpRequest request, ICatalogStore catalog, CancellationToken cancellationToken, string? type = null, string? q = null, string? folder = null, int skip = 0, int take = 100)
    {
        (skip, take) = (Math.Max(skip, 0), Math.Clamp(take, 1, MostAtOnce));
        var words = (q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = await catalog.FindAllAsync(
            ParseType(type), item => words.All(word => Has(item, word)) && (folder is null || item.Folder.Equals(folder, StringComparison.OrdinalIgnoreCase)), cancellationToken);

        var headers = request.HttpContext.Response.Headers;
        headers["X-Total-Count"] = $"{found.Count}";
        if (skip + take < found.Count)
        {
            headers.Link = $"<{NextPage(request, skip + take, take)}>; rel=\"next\"";
        }

        var baseAddress = Caller.BaseAddress(request);
        return TypedResults.Ok(found.Skip(skip).Take(take).Select(item => ItemModel.From(item, baseAddress)).ToArray());
    }

    private static ItemType? ParseType(string? text)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var type in Enum.GetValues<ItemType>())
        {
            if (type.WireName().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        throw new InvalidRequestException("type", $"must be one of {string.Join(", ", Enum.GetValues<ItemType>().Select(type => type.WireName()))}.");
    }

    private static bool Has(CatalogItem item, string word) =>
        new[] { item.Title, item.Name, item.Details.Snippet }.Concat(item.Details.Tags).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string NextPage(HttpRequest request, int skip, int take)
    {
        var query = new QueryBuilder(request.Query.Where(pair => pair.Key.ToUpperInvariant() is not ("SKIP" or "TAKE")))
        {
            { "skip", $"{skip}" }, { "take", $"{take}" },
        };
        return $"{Caller.BaseAddress(request)}api/v1/items{query}";
    }
}
