using RasterAnalysis.Access;

namespace RasterAnalysis.Catalog;

/// <summary>The records of items. The files are <see cref="ItemPublisher"/>'s affair.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface ICatalogStore
{
    /// <summary>Stores a new item, and its folder if the owner has none of that title. The result of a job takes over the name that the job holds.</summary>
    /// <returns>Whether it was stored; false when somebody else has its service name.</returns>
    Task<bool> TryAddAsync(CatalogItem item, CancellationToken cancellationToken = default);

    /// <summary>An item, whose files are in the data folder; null when there is none of that id.</summary>
    /// <exception cref="Rasters.RasterAccessException">Its files are not in the data folder, and cannot be brought from the data store.</exception>
    Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>An item for who needs what is written about it and none of its files, which may lie in the data store alone; null when there is none of that id.</summary>
    Task<CatalogItem?> FindRecordAsync(string itemId, CancellationToken cancellationToken = default) => FindAsync(itemId, cancellationToken);

    /// <summary>The image service of a name, whatever its case; null when there is none.</summary>
    Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken = default);

    /// <summary>Items, the newest first.</summary>
    /// <param name="type">Only those of a kind; null for all.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="seenBy">Only those that somebody may know of; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, Caller? seenBy = null, CancellationToken cancellationToken = default);

    /// <summary>How many items there are of a kind, or of all, that somebody may know of, or in all; rows that cannot be read count too.</summary>
    Task<int> CountAsync(ItemType? type, Caller? seenBy = null, CancellationToken cancellationToken = default);

    /// <summary>Changes an item. Nobody's change is lost: when somebody else was faster, the change is made anew on what they stored.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="change">
    /// Makes the new item of the stored one; may be called more than once. Id, type, owner, service name and job stay as they are.
    /// </param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <returns>The item as it is stored; null when there is none.</returns>
    Task<CatalogItem?> ChangeAsync(string itemId, Func<CatalogItem, CatalogItem> change, CancellationToken cancellationToken = default);

    /// <summary>Removes the record of an item.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>The output names, of items and unfinished jobs, that begin so, whatever their case; the set does not look at case either.</summary>
    Task<IReadOnlySet<string>> TakenNamesAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Whether an item or an unfinished job has an output name, whatever its case.</summary>
    Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken = default);
}
