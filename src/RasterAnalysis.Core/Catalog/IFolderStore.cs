namespace RasterAnalysis.Catalog;

/// <summary>The records of folders. An item that is stored or moved into a folder that is not there makes it.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface IFolderStore
{
    /// <summary>Somebody's folders by title.</summary>
    Task<IReadOnlyList<ContentFolder>> ListAsync(string owner, CancellationToken cancellationToken = default);

    /// <summary>The folder of an id or, failing that, of a title in any case; null when there is none.</summary>
    Task<ContentFolder?> FindAsync(string owner, string idOrTitle, CancellationToken cancellationToken = default);

    /// <summary>Stores a new folder.</summary>
    /// <returns>Whether it was stored; false when the owner has one of that title.</returns>
    Task<bool> TryAddAsync(ContentFolder folder, CancellationToken cancellationToken = default);

    /// <summary>Ids of the items in a folder.</summary>
    Task<IReadOnlyList<string>> ItemIdsAsync(ContentFolder folder, CancellationToken cancellationToken = default);

    /// <summary>Removes the record of a folder.</summary>
    /// <returns>Whether it is gone; false when items are in it.</returns>
    Task<bool> TryRemoveAsync(ContentFolder folder, CancellationToken cancellationToken = default);
}
