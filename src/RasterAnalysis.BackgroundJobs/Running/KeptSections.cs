using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// The files of sections that failed jobs had finished. They wait for a job of the same inputs, model and arguments, which goes on from them; after a
/// while, or when the disk is short, they go.
/// </summary>
/// <remarks>Thread-safe, and safe between processes that share the data root.</remarks>
internal sealed class KeptSections(IResultCache finished, DataLayout layout, BackgroundJobsOptions options, TimeProvider time, ILogger<KeptSections> logger)
{
    /// <summary>Keeps the sections of a job that is about to fail, if there is room for them and the settings wish it.</summary>
    /// <returns>Whether they are kept.</returns>
    public async Task<bool> KeepAsync(AnalysisJob job, JobScratch scratch)
    {
        await SweepAsync();
        var isWanted = options.KeepFinishedSections > TimeSpan.Zero && job is { Keys: not null, SectionsDone: > 0 };
        if (!isWanted || !Directory.Exists(scratch.SectionsFolder) || !DiskSpace.Has(scratch.Folder, 0))
        {
            return false;
        }

        Directory.CreateDirectory(layout.KeptSectionsFolder);
        if (Directory.Exists(FolderOf(job.Id)))
        {
            // of an earlier end of the same job that was not recorded
            Directory.Delete(FolderOf(job.Id), recursive: true);
        }

        Directory.Move(scratch.SectionsFolder, FolderOf(job.Id));
        Directory.SetLastWriteTimeUtc(FolderOf(job.Id), time.GetUtcNow().UtcDateTime);
        return true;
    }

    /// <summary>Gives the files of a failed job to its heir. Files that are there already, from an earlier try, stay.</summary>
    public void Take(string failedJobId, JobScratch heir)
    {
        if (!Directory.Exists(FolderOf(failedJobId)))
        {
            return;
        }

        if (Directory.Exists(heir.SectionsFolder) && !Directory.EnumerateFileSystemEntries(heir.SectionsFolder).Any())
        {
            Directory.Delete(heir.SectionsFolder);
        }

        if (!Directory.Exists(heir.SectionsFolder))
        {
            Directory.Move(FolderOf(failedJobId), heir.SectionsFolder);
        }
    }

    /// <summary>Removes what was kept longer than the settings say.</summary>
    public Task SweepAsync() => RemoveAsync(folder => time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(folder) > options.KeepFinishedSections);

    /// <summary>Removes all of them, to make room.</summary>
    public Task ClearAsync() => RemoveAsync(_ => true);

    private async Task RemoveAsync(Func<string, bool> isToGo)
    {
        foreach (var folder in Directory.Exists(layout.KeptSectionsFolder) ? Directory.GetDirectories(layout.KeptSectionsFolder).Where(isToGo) : [])
        {
            try
            {
                await finished.ForgetSectionsAsync(Path.GetFileName(folder));
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException exception)
            {
                logger.LogWarning(exception, "The kept sections in {Folder} could not be deleted", folder);
            }
        }
    }

    private string FolderOf(string jobId) => Path.Combine(layout.KeptSectionsFolder, jobId);
}
