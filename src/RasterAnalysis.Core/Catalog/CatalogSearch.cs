using RasterAnalysis.Access;

namespace RasterAnalysis.Catalog;

/// <summary>Finds items by what they are.</summary>
internal static class CatalogSearch
{
    private const int ReadAtOnce = 500;

    /// <summary>Reads the catalog through.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="type">Only items of a kind; null for all.</param>
    /// <param name="matches">Whether an item is looked for.</param>
    /// <param name="seenBy">Only those that somebody may know of; null for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>All items that match, the newest first.</returns>
    public static async Task<IReadOnlyList<CatalogItem>> FindAllAsync(
        this ICatalogStore catalog, ItemType? type, Func<CatalogItem, bool> matches, Caller? seenBy = null, CancellationToken cancellationToken = default)
    {
        var found = new List<CatalogItem>();
        var seen = 0;
        IReadOnlyList<CatalogItem> page;
        do
        {
            page = await catalog.ListAsync(type, seen, ReadAtOnce, seenBy, cancellationToken).ConfigureAwait(false);
            seen += page.Count;
            found.AddRange(page.Where(matches));
        }
        while (page.Count == ReadAtOnce);
        return found;
    }
}
