using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>
/// Removes what processes that were killed have left: uploads and folders of items that were never stored, scratch files of jobs that are over, kept sections that nobody came for. Folders
/// of items of which nobody knows anything are put aside first.
/// One process sweeps at a time, the one that has the lock of <c>sweep.lock</c>.
/// </summary>
internal sealed class FolderSweep(
    IDbContextFactory<RasterAnalysisDbContext> contexts, IJobStore jobs, KeptSections kept, ResumableUploads uploads, RangeCache ranges, FolderUse use, BackgroundJobsOptions options,
    DataLayout layout, TimeProvider time, ILogger<FolderSweep> logger)
{
    /// <summary>
    /// How long a folder that no process says it is making must have lain still, where several processes share the folder: one on another host may be making it in a way that an
    /// earlier version did not say.
    /// </summary>
    private static readonly TimeSpan Still = TimeSpan.FromDays(1);

    /// <summary>How long an upload may pause; one that pauses longer has nobody who sends it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>
    /// How long an item's folder that neither the database nor any process knows is kept aside: the database may have been put back from a backup of before the item, and be followed
    /// by a later one.
    /// </summary>
    private static readonly TimeSpan Aside = TimeSpan.FromDays(7);

    /// <summary>More folders without a record than this, and more than those with one, are no leftovers: the database is not the one that belongs to the folder.</summary>
    private const int MostLeftovers = 16;

    /// <summary>Sweeps, unless another process does just now.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var turn = use.TryTakeTurn();
        if (turn is null)
        {
            return;
        }

        // folders first: what is made after they were listed is left alone
        var folders = Names(layout.ItemsFolder);
        var scratch = Names(layout.JobsFolder);
        var (ended, living) = (use.Others().Where(use.IsEnded).ToArray(), use.Others().Where(other => !use.IsEnded(other)).Append(layout.ProcessId).ToArray());
        var making = living.SelectMany(process => ItemInTheMaking.In(layout.ProcessFolder(process))).ToHashSet(StringComparer.Ordinal);
        var abandoned = ended.SelectMany(process => ItemInTheMaking.In(layout.ProcessFolder(process))).ToHashSet(StringComparer.Ordinal);
        var unfinished = (await jobs.ListUnfinishedAsync(cancellationToken)).Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        var stored = await StoredAsync(folders, cancellationToken);

        // a job fills the item of its own digits before that is stored
        var unknown = folders.Where(id => !stored.Contains(id) && !making.Contains(id) && !unfinished.Contains($"j{id}")).ToArray();
        Array.ForEach(unknown, uploads.TakeBack);
        RemoveItems(unknown, abandoned, stored.Count);
        await SweepAsideAsync(cancellationToken);
        RemoveScratch(scratch.Where(id => !unfinished.Contains(id)));
        await kept.SweepAsync();
        ranges.Trim();
        Array.ForEach(ended, use.Forget);
        foreach (var upload in Directory.Exists(layout.UploadFolder) ? Directory.EnumerateFileSystemEntries(layout.UploadFolder).Where(entry => IsStill(entry, Pause)) : [])
        {
            Remove(upload);
        }
    }

    private void RemoveItems(string[] unknown, HashSet<string> abandoned, int known)
    {
        var unclaimed = unknown.Where(id => !abandoned.Contains(id) && (options.IsEmbedded || IsStill(layout.ItemFolder(id), Still))).ToArray();
        if (unclaimed.Length > MostLeftovers && unclaimed.Length > known)
        {
            logger.LogError(
                "{Count} folders in {Folder} belong to no item of the database, which has {Known} of the others; they are left, since the database may not be the one that belongs to the folder",
                unclaimed.Length, layout.ItemsFolder, known);
            unclaimed = [];
        }

        foreach (var id in unknown.Where(abandoned.Contains))
        {
            logger.LogInformation("The folder of item {ItemId}, which was never stored, is removed", id);
            Remove(layout.ItemFolder(id));
        }

        foreach (var id in unclaimed.Where(id => File.Exists(StoredItemFiles.RecordOf(layout, id))))
        {
            logger.LogInformation("The copy of the folder of item {ItemId}, which another machine has deleted, is removed", id);
            Remove(layout.ItemFolder(id));
        }

        foreach (var id in unclaimed.Where(id => Directory.Exists(layout.ItemFolder(id))))
        {
            logger.LogWarning("The folder of item {ItemId}, which the database does not know, is put aside in {Folder} for {Days} days", id, layout.UnknownItemsFolder, Aside.Days);
            Move(layout.ItemFolder(id), Path.Combine(layout.UnknownItemsFolder, id));
        }
    }

    /// <summary>What was put aside comes back when the database knows it after all, and goes when nobody asked for it.</summary>
    private async Task SweepAsideAsync(CancellationToken cancellationToken)
    {
        var aside = Names(layout.UnknownItemsFolder);
        var stored = await StoredAsync(aside, cancellationToken);
        foreach (var id in aside)
        {
            var folder = Path.Combine(layout.UnknownItemsFolder, id);
            if (stored.Contains(id) && !Directory.Exists(layout.ItemFolder(id)))
            {
                logger.LogInformation("The folder of item {ItemId} comes back: the database knows it", id);
                Move(folder, layout.ItemFolder(id));
            }
            else if (time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(folder) > Aside)
            {
                Remove(folder);
            }
        }
    }

    /// <summary>The embedded service cleared them at its start; elsewhere the process that ran the job may be about to.</summary>
    private void RemoveScratch(IEnumerable<string> ids)
    {
        foreach (var id in ids.Where(id => IsStill(layout.JobFolder(id), Still)))
        {
            Remove(layout.JobFolder(id));
        }
    }

    private async Task<HashSet<string>> StoredAsync(string[] ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in ids.Chunk(500))
        {
            stored.UnionWith(await context.Items.Where(item => batch.Contains(item.Id)).Select(item => item.Id).ToListAsync(cancellationToken));
        }

        return stored;
    }

    private bool IsStill(string path, TimeSpan least)
    {
        var last = File.GetLastWriteTimeUtc(path);
        if (Directory.Exists(path))
        {
            last = Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).Append(last).Max();
        }

        return time.GetUtcNow().UtcDateTime - last > least;
    }

    /// <summary>Moves a folder, which says from then on when that was.</summary>
    private void Move(string from, string to)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            Directory.Move(from, to);
            Directory.SetLastWriteTimeUtc(to, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "{Path} could not be moved to {Target}", from, to);
        }
    }

    private void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "{Path} could not be removed", path);
        }
    }

    private static string[] Names(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>()] : [];
}
