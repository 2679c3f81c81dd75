using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Folders in memory.</summary>
internal sealed class FakeFolderStore(ICatalogStore catalog) : IFolderStore
{
    private readonly List<ContentFolder> _folders = [];

    public Task<IReadOnlyList<ContentFolder>> ListAsync(string owner, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ContentFolder>>([.. _folders.Where(folder => folder.Owner == owner)]);

    public Task<ContentFolder?> FindAsync(string owner, string idOrTitle, CancellationToken cancellationToken = default) => Task.FromResult(
        _folders.Find(folder => folder.Id == idOrTitle || folder.Title.Equals(idOrTitle, StringComparison.OrdinalIgnoreCase)));

    public async Task<bool> TryAddAsync(ContentFolder folder, CancellationToken cancellationToken = default)
    {
        var isNew = await FindAsync(folder.Owner, folder.Title, cancellationToken) is null;
        _folders.AddRange(isNew ? [folder] : []);
        return isNew;
    }

    public async Task<IReadOnlyList<string>> ItemIdsAsync(ContentFolder folder, CancellationToken cancellationToken = default) =>
        [.. (await catalog.ListAsync(null, 0, int.MaxValue, seenBy: null, cancellationToken)).Where(item => item.Folder == folder.Title).Select(item => item.Id)];

    public async Task<bool> TryRemoveAsync(ContentFolder folder, CancellationToken cancellationToken = default) =>
        (await ItemIdsAsync(folder, cancellationToken)).Count == 0 && _folders.RemoveAll(other => other.Id == folder.Id) >= 0;
}
