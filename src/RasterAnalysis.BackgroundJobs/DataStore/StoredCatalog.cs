using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>
/// The catalogue over the data store: the files of an item are there before the item is, and here before somebody gets it. So nobody else who makes items or reads them knows of the store.
/// </summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
internal sealed class StoredCatalog(ICatalogStore records, IItemFiles files, DataLayout layout) : ICatalogStore
{
    public async Task<bool> TryAddAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        // of a package that is being prepared something is written still; it is stored with its end
        if (item.State != ItemState.Preparing)
        {
            await files.StoreAsync(item.Id, cancellationToken);
        }

        return await records.TryAddAsync(item, cancellationToken);
    }

    public async Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken) => await BroughtAsync(await records.FindAsync(itemId, cancellationToken), cancellationToken);

    public Task<CatalogItem?> FindRecordAsync(string itemId, CancellationToken cancellationToken) => records.FindRecordAsync(itemId, cancellationToken);

    public async Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken) =>
        await BroughtAsync(await records.FindServiceAsync(serviceName, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, Caller? seenBy, CancellationToken cancellationToken) =>
        records.ListAsync(type, skip, take, seenBy, cancellationToken);

    public Task<int> CountAsync(ItemType? type, Caller? seenBy, CancellationToken cancellationToken) => records.CountAsync(type, seenBy, cancellationToken);

    public async Task<CatalogItem?> ChangeAsync(string itemId, Func<CatalogItem, CatalogItem> change, CancellationToken cancellationToken)
    {
        // a change may be that an item is filled, or is prepared: then its files come first
        if (Directory.Exists(layout.ItemFolder(itemId)) && await records.FindRecordAsync(itemId, cancellationToken) is { } before && change(before) is var after
            && after.State != ItemState.Preparing && !after.IsReserved)
        {
            await files.StoreAsync(itemId, cancellationToken);
        }

        var changed = await records.ChangeAsync(itemId, change, cancellationToken);
        if (changed is { IsReserved: true, DataPath.Length: 0 })
        {
            // a result was taken back
            await files.RemoveAsync(itemId);
        }

        return changed;
    }

    public async Task<bool> RemoveAsync(string itemId, CancellationToken cancellationToken)
    {
        var isRemoved = await records.RemoveAsync(itemId, cancellationToken);
        if (isRemoved)
        {
            await files.RemoveAsync(itemId);
        }

        return isRemoved;
    }

    public Task<IReadOnlySet<string>> TakenNamesAsync(string prefix, CancellationToken cancellationToken) => records.TakenNamesAsync(prefix, cancellationToken);

    public Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken) => records.IsNameTakenAsync(serviceName, cancellationToken);

    private async Task<CatalogItem?> BroughtAsync(CatalogItem? item, CancellationToken cancellationToken)
    {
        if (item is not null)
        {
            await files.BringAsync(item, cancellationToken);
        }

        return item;
    }
}
