using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// The files of jobs in the data store: <c>jobs/&lt;id&gt;/plan.json</c> names what lies in a job's folder ahead of its sections, <c>jobs/&lt;id&gt;/sections/&lt;number&gt;.json</c> the files of a
/// section. A plan names full paths, which are those of the machine that has it once it is brought.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class StoredJobFiles(ContentStore store, FolderTransfer transfer, IItemFiles items, ICatalogStore catalog, ILogger<StoredJobFiles> logger) : IJobFiles
{
    private const int AtOnce = 4;

    /// <inheritdoc/>
    public async Task BringItemsAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        foreach (var id in ItemsOf(job))
        {
            await catalog.FindAsync(id, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task StoreItemsAsync(AnalysisJob job, string? resultId, CancellationToken cancellationToken)
    {
        foreach (var id in ItemsOf(job).Append(resultId).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            // one that was deleted meanwhile stays so
            if (await catalog.FindRecordAsync(id, cancellationToken) is { State: not ItemState.Preparing })
            {
                await items.StoreAsync(id, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task StorePlanAsync(JobScratch scratch, CancellationToken cancellationToken)
    {
        string[] paths = [.. FolderTransfer.PathsIn(scratch.Folder).Where(path => !IsMadeLater(path))];
        await WriteAsync(PlanOf(scratch), await transfer.PutAsync(scratch.Folder, paths, NamesRoot, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task BringPlanAsync(JobScratch scratch, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(scratch.PartsPath) && await FindAsync(PlanOf(scratch), cancellationToken) is { } manifest)
            {
                // the list of the parts last: where it is, all of it is
                var last = Path.GetFileName(scratch.PartsPath);
                await transfer.GetAsync([.. manifest.Files.OrderBy(file => file.Path == last)], scratch.Folder, cancellationToken);
            }
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            logger.LogWarning("The plan that another node made cannot be taken over, and is made anew: {Message}", exception.Message);
        }
    }

    /// <inheritdoc/>
    public async Task StoreSectionAsync(JobScratch scratch, int number, CancellationToken cancellationToken)
    {
        // what lies beside a section's file has its number too
        var name = Path.GetFileNameWithoutExtension(scratch.SectionPath(number));
        string[] paths = [.. FolderTransfer.PathsIn(scratch.SectionsFolder).Where(path => path.StartsWith(name + ".", StringComparison.Ordinal))];
        await WriteAsync(SectionOf(scratch, number), await transfer.PutAsync(scratch.SectionsFolder, paths, _ => false, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task BringSectionsAsync(JobScratch scratch, IEnumerable<JobSection> sections, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        sections.Where(section => section.IsDone && !File.Exists(scratch.SectionPath(section.Number))),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (section, token) =>
        {
            try
            {
                if (await FindAsync(SectionOf(scratch, section.Number), token) is { } manifest)
                {
                    // the section's own file last
                    var last = Path.GetFileName(scratch.SectionPath(section.Number));
                    await transfer.GetAsync([.. manifest.Files.OrderBy(file => file.Path == last)], scratch.SectionsFolder, token);
                }
            }
            catch (RasterAccessException exception) when (!exception.IsTransient)
            {
                logger.LogWarning("Section {Number}, which another node has finished, cannot be taken over: {Message}", section.Number + 1, exception.Message);
            }
        });

    /// <inheritdoc/>
    public async Task RemoveAsync(string jobId)
    {
        try
        {
            // the plan first: what is left without it is nothing that a job goes on from
            await store.RemoveAsync($"{FolderOf(jobId)}/plan.json", CancellationToken.None);
            await Parallel.ForEachAsync(
                await DataStoreSweep.DocumentsOfJobAsync(store, FolderOf(jobId), CancellationToken.None), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (document, token) => await store.RemoveAsync(document, token));
        }
        catch (RasterAccessException exception)
        {
            logger.LogWarning("What job {JobId} had in the data store stays there until the next sweep: {Message}", jobId, exception.Message);
        }
    }

    private static string FolderOf(string jobId) => $"{DataStoreSweep.JobsFolder}/{jobId}";

    private static string PlanOf(JobScratch scratch) => $"{FolderOf(Path.GetFileName(scratch.Folder))}/plan.json";

    private static string SectionOf(JobScratch scratch, int number) => $"{FolderOf(Path.GetFileName(scratch.Folder))}/sections/{Path.GetFileNameWithoutExtension(scratch.SectionPath(number))}.json";

    /// <summary>Whether a file of a job's folder comes of its sections.</summary>
    private static bool IsMadeLater(string path) =>
        path.StartsWith("sections/", StringComparison.Ordinal) || path.StartsWith("classified-", StringComparison.Ordinal) || path.StartsWith("features.", StringComparison.Ordinal)
        || path.StartsWith("partial.", StringComparison.Ordinal);

    private static bool NamesRoot(string path) => path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".vrt", StringComparison.Ordinal);

    /// <summary>Items that a request names: by id, or by a path in the data folder, in which the id stands too.</summary>
    private static IEnumerable<string> ItemsOf(AnalysisJob job) => ItemId().Matches(job.Request).Select(match => match.Value).Distinct(StringComparer.Ordinal);

    private async Task WriteAsync(string name, IReadOnlyList<KeptFile> files, CancellationToken cancellationToken) =>
        await store.WriteAsync(name, PlanJson.Write(new FolderManifest([.. files.Select(file => file.File)])), cancellationToken);

    private async Task<FolderManifest?> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is { } text ? StoredItemFiles.Read(name, text) : null;

    [GeneratedRegex("(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])")]
    private static partial Regex ItemId();
}
