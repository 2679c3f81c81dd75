using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>The files of items between the data folder and the data store. Without a store there is nothing to do: the data folder has them.</summary>
/// <remarks>Thread-safe, and safe between processes that share the store.</remarks>
internal interface IItemFiles
{
    /// <summary>Sees to it that an item's folder is here, as it was stored last; whoever asks for the same one at the same time waits for the same fetch.</summary>
    /// <exception cref="RasterAccessException">It cannot be brought.</exception>
    Task BringAsync(CatalogItem item, CancellationToken cancellationToken);

    /// <summary>Stores what is new in an item's folder, is another, or is gone. Nothing where the folder is not here or is as it was.</summary>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    Task StoreAsync(string itemId, CancellationToken cancellationToken);

    /// <summary>Forgets the files of an item that is none any more. What that cannot do just now is done by the daily sweep.</summary>
    Task RemoveAsync(string itemId);

    /// <summary>Whether an item's folder has a file, wherever it lies.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="path">The file's path in the folder.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<bool> HasAsync(string itemId, string path, CancellationToken cancellationToken);
}
