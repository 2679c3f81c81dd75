namespace RasterAnalysis.Catalog;

/// <summary>The records of items. The files are <see cref="ItemPublisher"/>'s affair.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface ICatalogStore
{
    /// <summary>Stores a new item. The result of a job takes over the name that the job holds.</summary>
    /// <returns>Whether it was stored; false when somebody else has its service name.</returns>
    Task<bool> TryAddAsync(CatalogItem item, CancellationToken cancellationToken = default);

    /// <summary>An item; null when there is none of that id.</summary>
    Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>The image service of a name, whatever its case; null when there is none.</summary>
    Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken = default);

    /// <summary>Items, the newest first.</summary>
    /// <param name="type">Only those of a kind; null for all.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, CancellationToken cancellationToken = default);

    /// <summary>Removes the record of an item.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>Whether an item or an unfinished job has an output name, whatever its case.</summary>
    Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken = default);
}
