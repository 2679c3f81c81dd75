using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>
/// Keeps the data store to what the database knows: items' folders that are here alone go into it; manifests of items and jobs that are over go, and so does content that no manifest names, a day
/// after it was written last. What cannot be read says nothing of what is named: then nothing is removed.
/// </summary>
internal sealed class DataStoreSweep(
    ContentStore store, IItemFiles files, IDbContextFactory<RasterAnalysisDbContext> contexts, ICatalogStore catalog, IJobStore jobs, DataLayout layout, TimeProvider time,
    ILogger<DataStoreSweep> logger)
{
    /// <summary>How long content may wait for its manifest, and a manifest for its item.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Begins the names of what belongs to jobs.</summary>
    public const string JobsFolder = "jobs";

    // as of folders: so many that the database does not know are of another database
    private const int MostLeftovers = 16;
    private const int AtOnce = 8;

    /// <summary>Sweeps; several machines may at once.</summary>
    /// <exception cref="RasterAccessException">The store does not do it.</exception>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var patience = StorePatience.ForJob();
        await AdoptAsync(cancellationToken);

        // contents first and manifests last: what is written meanwhile is never taken
        var old = await OldContentsAsync(cancellationToken);
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (await KeepItemsAsync(named, cancellationToken))
        {
            await KeepJobsAsync(named, cancellationToken);
            await RemoveAsync([.. old.Where(name => !named.Contains(name))], cancellationToken);
        }
    }

    /// <summary>Stores what was here before there was a data store, or could not be stored when it changed.</summary>
    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        var here = Directory.Exists(layout.ItemsFolder) ? Directory.EnumerateDirectories(layout.ItemsFolder).Select(Path.GetFileName).OfType<string>().ToArray() : [];
        var known = await KnownAsync(here, cancellationToken);
        foreach (var id in here.Where(known.Contains))
        {
            // what has a record was stored before; of others some are being prepared
            if (File.Exists(StoredItemFiles.RecordOf(layout, id)) || await catalog.FindRecordAsync(id, cancellationToken) is { State: not ItemState.Preparing })
            {
                await files.StoreAsync(id, cancellationToken);
            }
        }

        // folders of items that were deleted elsewhere have gone by now
        foreach (var record in Directory.Exists(layout.DataStoreFolder) ? Directory.EnumerateFiles(layout.DataStoreFolder, "*.json") : [])
        {
            if (!Directory.Exists(layout.ItemFolder(Path.GetFileNameWithoutExtension(record))))
            {
                File.Delete(record);
            }
        }
    }

    private async Task<List<string>> OldContentsAsync(CancellationToken cancellationToken)
    {
        var old = new List<string>();
        foreach (var (folder, _) in await store.ListAsync(ContentStore.ContentFolder, cancellationToken))
        {
            old.AddRange((await store.ListAsync(folder.TrimEnd('/'), cancellationToken)).Where(IsOld).Select(content => content.Name));
        }

        return old;
    }

    /// <summary>Notes what items name, and removes manifests of items that are none.</summary>
    /// <returns>Whether the database is the one that belongs to the store.</returns>
    private async Task<bool> KeepItemsAsync(HashSet<string> named, CancellationToken cancellationToken)
    {
        var manifests = (await store.ListAsync(StoredItemFiles.Folder, cancellationToken)).ToDictionary(manifest => Path.GetFileNameWithoutExtension(manifest.Name), StringComparer.Ordinal);
        var known = await KnownAsync([.. manifests.Keys], cancellationToken);
        var unknown = manifests.Where(manifest => !known.Contains(manifest.Key) && IsOld(manifest.Value)).ToArray();
        if (unknown.Length > MostLeftovers && unknown.Length > known.Count)
        {
            logger.LogError(
                "{Count} manifests in the data store {Store} belong to no item of the database, which has {Known} of the others; all of it is left, since the database may not be the one that belongs to it",
                unknown.Length, store.Name, known.Count);
            return false;
        }

        foreach (var (id, manifest) in unknown)
        {
            logger.LogInformation("The manifest of item {ItemId}, which the database does not know, is removed from the data store", id);
            await store.RemoveAsync(manifest.Name, cancellationToken);
            manifests.Remove(id);
        }

        await NoteAsync(named, [.. manifests.Values.Select(manifest => manifest.Name)], cancellationToken);
        return true;
    }

    /// <summary>Notes what unfinished jobs name, and removes what is left of others.</summary>
    private async Task KeepJobsAsync(HashSet<string> named, CancellationToken cancellationToken)
    {
        var folders = (await store.ListAsync(JobsFolder, cancellationToken)).Select(folder => folder.Name.TrimEnd('/')).ToArray();
        var unfinished = (await jobs.ListUnfinishedAsync(cancellationToken)).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var documents = await DocumentsOfJobAsync(store, folder, cancellationToken);
            if (unfinished.Contains(folder[(JobsFolder.Length + 1)..]))
            {
                await NoteAsync(named, documents, cancellationToken);
                continue;
            }

            foreach (var document in documents)
            {
                await store.RemoveAsync(document, cancellationToken);
            }
        }
    }

    /// <summary>The documents of a job.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The job's folder in it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IReadOnlyList<string>> DocumentsOfJobAsync(ContentStore store, string folder, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var (name, _) in await store.ListAsync(folder, cancellationToken))
        {
            found.AddRange(name.EndsWith('/') ? (await store.ListAsync(name.TrimEnd('/'), cancellationToken)).Select(document => document.Name) : [name]);
        }

        return found;
    }

    private async Task NoteAsync(HashSet<string> named, IReadOnlyList<string> manifests, CancellationToken cancellationToken) => await Parallel.ForEachAsync(
        manifests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (name, token) =>
        {
            // gone meanwhile: then its item is
            if (await store.FindAsync(name, token) is { } text)
            {
                var contents = StoredItemFiles.Read(name, text).Files.Select(file => ContentStore.NameOf(file.Sha256)).ToArray();
                lock (named)
                {
                    named.UnionWith(contents);
                }
            }
        });

    /// <summary>Removes contents. Each part of them is looked at again just before: one that was written since has a manifest soon.</summary>
    private async Task RemoveAsync(string[] contents, CancellationToken cancellationToken)
    {
        foreach (var part in contents.GroupBy(name => name[..name.LastIndexOf('/')]))
        {
            var still = (await store.ListAsync(part.Key, cancellationToken)).Where(IsOld).Select(content => content.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var name in part.Where(still.Contains))
            {
                await store.RemoveAsync(name, cancellationToken);
            }
        }

        if (contents.Length > 0)
        {
            logger.LogInformation("{Count} contents that no item and no job names were removed from the data store", contents.Length);
        }
    }

    private bool IsOld((string Name, DateTimeOffset? Modified) entry) => entry.Modified is { } modified && time.GetUtcNow() - modified > Grace;

    private async Task<HashSet<string>> KnownAsync(string[] ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in ids.Chunk(500))
        {
            known.UnionWith(await context.Items.Where(item => batch.Contains(item.Id)).Select(item => item.Id).ToListAsync(cancellationToken));
        }

        return known;
    }
}
