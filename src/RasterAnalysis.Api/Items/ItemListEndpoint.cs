using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.Api.Items;

/// <summary><c>GET /items</c>: lists items, or finds them by type, words and folder.</summary>
internal static class ItemListEndpoint
{
    public static void MapItemList(this RouteGroupBuilder items) =>
        items.MapList("", ListAsync).WithName("ListItems").WithSummary("Lists items, the newest first")
            .WithDescription(
                "type is Image Service, Feature Service or Deep Learning Package; q are words that all stand in the title, the file's name, the snippet or the tags, in any case; folder is a title. "
                + "X-Total-Count says how many there are in all, and Link where the rest of them is.")
            .WithQuery("type", "q", "folder", "skip", "take");

    private static async Task<Ok<ItemModel[]>> ListAsync(
        HttpRequest request, CallerCatalog catalog, CancellationToken cancellationToken, string? type = null, string? q = null, string? folder = null, int skip = 0, int take = 100)
    {
        (skip, take) = ListPage.Within(skip, take);
        var wanted = ParseType(type);
        var words = (q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var baseAddress = Addresses.Base(request);
        if (words.Length == 0 && folder is null)
        {
            // the page alone is read, however many there are
            var page = await catalog.ListAsync(wanted, skip, take, cancellationToken);
            ListPage.SayWhere(request, skip, take, await ListPage.TotalAsync(skip, take, page.Count, () => catalog.CountAsync(wanted, cancellationToken)));
            return TypedResults.Ok(page.Select(item => ItemModel.From(item, baseAddress)).ToArray());
        }

        var found = await catalog.FindAllAsync(
            wanted, item => words.All(word => Has(item, word)) && (folder is null || item.Folder.Equals(folder, StringComparison.OrdinalIgnoreCase)), cancellationToken);

        ListPage.SayWhere(request, skip, take, found.Count);
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
}
