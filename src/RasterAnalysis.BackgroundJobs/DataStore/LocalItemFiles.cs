using RasterAnalysis.Catalog;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>Without a data store: what the data folder has is all there is.</summary>
internal sealed class LocalItemFiles(DataLayout layout) : IItemFiles
{
    /// <inheritdoc/>
    public Task BringAsync(CatalogItem item, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoreAsync(string itemId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RemoveAsync(string itemId) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<bool> HasAsync(string itemId, string path, CancellationToken cancellationToken) => Task.FromResult(File.Exists(Path.Combine(layout.ItemFolder(itemId), path)));
}
