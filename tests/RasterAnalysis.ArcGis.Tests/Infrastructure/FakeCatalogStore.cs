using RasterAnalysis.Access;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Items in memory.</summary>
internal sealed class FakeCatalogStore : ICatalogStore
{
    private readonly List<CatalogItem> _items = [];

    public void Add(params IEnumerable<CatalogItem> items) => _items.AddRange(items);

    public Task<bool> TryAddAsync(CatalogItem item, CancellationToken cancellationToken = default)
    {
        var isFree = !_items.Exists(other => item.ServiceName is { } name && name.Equals(other.ServiceName, StringComparison.OrdinalIgnoreCase));
        _items.AddRange(isFree ? [item] : []);
        return Task.FromResult(isFree);
    }

    public Task<CatalogItem?> ChangeAsync(string itemId, Func<CatalogItem, CatalogItem> change, CancellationToken cancellationToken = default)
    {
        var at = _items.FindIndex(item => item.Id == itemId);
        return Task.FromResult(at < 0 ? null : _items[at] = change(_items[at]));
    }

    /// <summary>Gives an item to the job that is to fill it, as the store of jobs does.</summary>
    public Task ClaimAsync(string itemId, string jobId) => ChangeAsync(itemId, item => item with { JobId = jobId });

    public Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken = default) =>
        Task.FromResult(_items.Find(item => item.Id == itemId));

    public Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken = default) =>
        Task.FromResult(_items.Find(item => serviceName.Equals(item.ServiceName, StringComparison.OrdinalIgnoreCase)));

    public Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, Caller? seenBy = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<CatalogItem>>([.. _items.Where(item => (type is null || item.Type == type) && IsSeen(item, seenBy)).Skip(skip).Take(take)]);

    public Task<int> CountAsync(ItemType? type, Caller? seenBy = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(_items.Count(item => (type is null || item.Type == type) && IsSeen(item, seenBy)));

    private static bool IsSeen(CatalogItem item, Caller? caller) => caller?.MaySee(item.Owner, item.Access, item.SharedWith) ?? true;

    public Task<bool> RemoveAsync(string itemId, CancellationToken cancellationToken = default) =>
        Task.FromResult(_items.RemoveAll(item => item.Id == itemId) > 0);

    public Task<IReadOnlySet<string>> TakenNamesAsync(string prefix, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlySet<string>>(
        _items.Select(item => item.ServiceName).OfType<string>().Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase));

    public async Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken = default) =>
        await FindServiceAsync(serviceName, cancellationToken) is not null;
}
