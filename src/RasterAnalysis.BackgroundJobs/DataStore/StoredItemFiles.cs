using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>
/// The files of items in the data store: <c>items/&lt;id&gt;.json</c> says which content each has. A folder here is a copy of what a manifest says and is looked after now and then, since another
/// machine may have added to it; where the store does not answer, the copy does.
/// </summary>
/// <remarks>Thread-safe, and safe between processes that share the store: they change a manifest one after the other.</remarks>
internal sealed class StoredItemFiles(
    ContentStore store, FolderTransfer transfer, IDbContextFactory<RasterAnalysisDbContext> contexts, DataLayout layout, TimeProvider time, ILogger<StoredItemFiles> logger) : IItemFiles
{
    /// <summary>Begins the names of manifests.</summary>
    public const string Folder = "items";

    // what other machines add to an item is seen here after so long; where the store is silent nobody waits for it again for a while
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAfterSilence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _looked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _bringing = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The manifest of an item.</summary>
    public static string NameOf(string itemId) => $"{Folder}/{itemId}.json";

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="RasterAccessException">It is none.</exception>
    public static FolderManifest Read(string name, string text)
    {
        try
        {
            return PlanJson.Read<FolderManifest>(text) is { Files: not null } manifest ? manifest : throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new RasterAccessException($"The document {name} of the data store is damaged.", false, exception);
        }
    }

    /// <summary>Where it is written what a folder has in common with the store.</summary>
    public static string RecordOf(DataLayout layout, string itemId) => Path.Combine(layout.DataStoreFolder, $"{itemId}.json");

    /// <inheritdoc/>
    public async Task BringAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.State == ItemState.Preparing || (_looked.TryGetValue(item.Id, out var until) && until > time.GetUtcNow() && Directory.Exists(layout.ItemFolder(item.Id))))
        {
            return;
        }

        // it goes on for the next one who asks when the one who asked first has gone
        var bringing = _bringing.GetOrAdd(item.Id, id => new Lazy<Task>(() => Task.Run(async () =>
        {
            try
            {
                _looked[id] = time.GetUtcNow() + (await TryBringAsync(id, LiesIn(item, layout.ItemFolder(id))) ? Look : LookAfterSilence);
            }
            finally
            {
                _bringing.TryRemove(id, out var _);
            }
        })));
        try
        {
            await bringing.Value.WaitAsync(cancellationToken);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            // the service's own fault, not that of a raster that somebody brought: when its operator has mended it, it works
            throw new RasterAccessException(exception.Message, isTransient: true, exception);
        }
    }

    /// <inheritdoc/>
    public async Task StoreAsync(string itemId, CancellationToken cancellationToken)
    {
        var turn = TurnOf(itemId);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var (folder, known) = (layout.ItemFolder(itemId), FindRecord(itemId));
            var (here, there) = (FolderTransfer.PathsIn(folder), (known?.Files ?? []).ToDictionary(file => file.File.Path, StringComparer.Ordinal));
            string[] changed = [.. here.Where(path => !(there.TryGetValue(path, out var file) && file.IsHere(folder)))];
            string[] gone = [.. there.Keys.Except(here)];
            if (here.Count > 0 && changed.Length + gone.Length > 0)
            {
                var put = await transfer.PutAsync(folder, changed, NamesRoot, cancellationToken);
                await MergeAsync(itemId, put, gone, [.. there.Values.Where(file => !changed.Contains(file.File.Path) && !gone.Contains(file.File.Path))], cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string itemId)
    {
        _looked.TryRemove(itemId, out _);
        if (File.Exists(RecordOf(layout, itemId)))
        {
            File.Delete(RecordOf(layout, itemId));
        }

        try
        {
            await store.RemoveAsync(NameOf(itemId), CancellationToken.None);
        }
        catch (RasterAccessException exception)
        {
            logger.LogWarning("The manifest of item {ItemId}, which is deleted, stays in the data store until the next sweep: {Message}", itemId, exception.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> HasAsync(string itemId, string path, CancellationToken cancellationToken) =>
        await store.FindAsync(NameOf(itemId), cancellationToken) is { } text
            ? Read(NameOf(itemId), text).Files.Any(file => file.Path == path) : File.Exists(Path.Combine(layout.ItemFolder(itemId), path));

    // virtual rasters name the files of mosaics; what is signed names folders too, and stays as it is
    private static bool NamesRoot(string path) => path.EndsWith(".vrt", StringComparison.Ordinal);

    private static bool LiesIn(CatalogItem item, string folder) =>
        (RangedFilePath.FileOf(item.DataPath) ?? item.DataPath).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Brings what is not here.</summary>
    /// <returns>Whether the store said what there is; false where it is silent and the copy that is here has to do.</returns>
    private async Task<bool> TryBringAsync(string itemId, bool isNeeded)
    {
        var folder = layout.ItemFolder(itemId);
        if (!Directory.Exists(folder))
        {
            await BringFolderAsync(itemId, folder, isNeeded);
            return true;
        }

        using var patience = StorePatience.ForLook();
        using var late = new CancellationTokenSource(LongestLook, time);
        var turn = TurnOf(itemId);
        if (!await turn.WaitAsync(TimeSpan.Zero))
        {
            return true; // it is being stored, which may take long: what is here is what counts
        }

        try
        {
            // without a record it is being filled here, or goes into the store with the next sweep
            if (FindRecord(itemId) is { } known && await store.FindAsync(NameOf(itemId), late.Token) is { } text && VersionOf(text) is var version && version != known.Version)
            {
                await UpdateAsync(itemId, folder, known, Read(NameOf(itemId), text), version);
            }

            return true;
        }
        catch (Exception exception) when (exception is RasterAccessException or OperationCanceledException)
        {
            logger.LogWarning("Whether another machine has changed the files of item {ItemId} cannot be said now: {Message}", itemId, exception.Message);
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task BringFolderAsync(string itemId, string folder, bool isNeeded)
    {
        if (await store.FindAsync(NameOf(itemId), CancellationToken.None) is not { } text)
        {
            // a layer on the operator's own file has none
            if (isNeeded)
            {
                throw new RasterAccessException($"The files of the item '{itemId}' are neither in the data folder nor in the data store.");
            }

            return;
        }

        var incoming = Path.Combine(layout.UploadFolder, $"item-{Guid.NewGuid():N}");
        Directory.CreateDirectory(incoming);
        try
        {
            var kept = await transfer.GetAsync(Read(NameOf(itemId), text).Files, incoming, CancellationToken.None);
            WriteRecord(itemId, new KeptFolder(VersionOf(text), kept));
            Directory.CreateDirectory(layout.ItemsFolder);
            Directory.Move(incoming, folder);
            logger.LogInformation("The files of item {ItemId} were brought from the data store: {Count}, {Bytes} bytes", itemId, kept.Count, kept.Sum(file => file.Length));
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // another process that shares the data folder was faster
        }
        finally
        {
            if (Directory.Exists(incoming))
            {
                Directory.Delete(incoming, recursive: true);
            }
        }
    }

    /// <summary>Brings what another machine has added or changed, and removes what it has removed; what was changed here and is not stored yet stays.</summary>
    private async Task UpdateAsync(string itemId, string folder, KeptFolder known, FolderManifest manifest, string version)
    {
        var mine = known.Files.ToDictionary(file => file.File.Path, StringComparer.Ordinal);
        var theirs = manifest.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        bool IsMine(string path) => mine.TryGetValue(path, out var file) ? !file.IsHere(folder) && File.Exists(Path.Combine(folder, path)) : File.Exists(Path.Combine(folder, path));
        StoredFile[] wanted = [.. manifest.Files.Where(file => mine.GetValueOrDefault(file.Path)?.File.Sha256 != file.Sha256 && !IsMine(file.Path))];
        var brought = await transfer.GetAsync(wanted, folder, CancellationToken.None);
        foreach (var path in mine.Keys.Where(path => !theirs.ContainsKey(path) && !IsMine(path)))
        {
            File.Delete(Path.Combine(folder, path));
        }

        var kept = brought.Concat(mine.Values.Where(file => theirs.ContainsKey(file.File.Path) && !Array.Exists(wanted, other => other.Path == file.File.Path)));
        WriteRecord(itemId, new KeptFolder(version, [.. kept]));
    }

    /// <summary>Writes what is new here into the manifest, beside what other machines have written there.</summary>
    private async Task MergeAsync(string itemId, IReadOnlyList<KeptFile> put, string[] gone, KeptFile[] same, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var key = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(NameOf(itemId))));
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({key})", cancellationToken);
        var merged = new SortedDictionary<string, StoredFile>(StringComparer.Ordinal);
        if (await store.FindAsync(NameOf(itemId), cancellationToken) is { } text)
        {
            foreach (var file in Read(NameOf(itemId), text).Files)
            {
                merged[file.Path] = file;
            }
        }
        else
        {
            // it was taken away, and perhaps the contents with it
            same = [.. await transfer.PutAsync(layout.ItemFolder(itemId), [.. same.Select(file => file.File.Path)], NamesRoot, cancellationToken)];
            Array.ForEach(same, file => merged[file.File.Path] = file.File);
        }

        foreach (var path in gone)
        {
            merged.Remove(path);
        }

        foreach (var file in put)
        {
            merged[file.File.Path] = file.File;
        }

        var written = PlanJson.Write(new FolderManifest([.. merged.Values]));
        await store.WriteAsync(NameOf(itemId), written, cancellationToken);
        KeptFile[] kept = [.. same, .. put];
        var isAll = kept.Length == merged.Count && kept.All(file => merged.GetValueOrDefault(file.File.Path)?.Sha256 == file.File.Sha256);
        WriteRecord(itemId, new KeptFolder(isAll ? VersionOf(written) : "", kept));
    }

    /// <summary>One at a time looks after a folder.</summary>
    private SemaphoreSlim TurnOf(string itemId) => _turns[(uint)StringComparer.Ordinal.GetHashCode(itemId) % _turns.Length];

    private static string VersionOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private KeptFolder? FindRecord(string itemId)
    {
        try
        {
            return RecordOf(layout, itemId) is var path && File.Exists(path) ? PlanJson.Read<KeptFolder>(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException)
        {
            return null; // as if it had never been stored: that is done again
        }
    }

    private void WriteRecord(string itemId, KeptFolder kept)
    {
        Directory.CreateDirectory(layout.DataStoreFolder);
        WholeFile.Write(RecordOf(layout, itemId), PlanJson.Write(kept));
    }
}
