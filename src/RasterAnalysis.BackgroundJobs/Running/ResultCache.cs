using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Takes over what earlier jobs have computed: the whole result of one that succeeded, the finished sections of one that failed.</summary>
internal sealed class ResultCache(ISectionedTool tool, IJobStore jobs, ISectionJournal journal, IResultCache finished, ICatalogStore catalog, KeptSections kept, JobScratch scratch)
{
    /// <summary>Copies the files of a job that made the same ones.</summary>
    /// <param name="job">The new job.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>The item that they are copied from and the copies, one for each part; null when there is no such job.</returns>
    public async Task<(CatalogItem Source, IReadOnlyList<ResultFile> Copies)?> CopyResultAsync(
        AnalysisJob job, WorkKeys keys, IReadOnlyList<JobPart> parts, CancellationToken cancellationToken)
    {
        if (await finished.FindResultAsync(keys.Result, cancellationToken) is not { ResultItemId: { } itemId } earlier
            || await catalog.FindAsync(itemId, cancellationToken) is not { } item)
        {
            return null;
        }

        var (files, beside) = (FilesOf(item), Array.Empty<string>());
        if (ConfidenceResult.Of(earlier) is { } confidence)
        {
            beside = await catalog.FindAsync(confidence.ItemId, cancellationToken) is { } second ? FilesOf(second) : [];
            if (beside.Length != files.Length)
            {
                return null;
            }
        }

        string[] all = [.. files, .. beside];
        if (files.Length != parts.Count || !all.All(File.Exists) || !DiskSpace.Has(scratch.Folder, all.Sum(file => new FileInfo(file).Length)))
        {
            return null;
        }

        var copies = new List<ResultFile>();
        foreach (var (number, (file, part)) in files.Zip(parts).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            copies.Add(new ResultFile(part.Name, Copy(file, scratch.ResultPath(number))));
            if (beside.Length > 0)
            {
                Copy(beside[number], MeasurePlan.PathBeside(scratch.ResultPath(number)));
            }
        }

        await jobs.AddMessageAsync(
            job.Id, JobMessageType.Informative,
            $"Job {earlier.Id} has {tool.Done} the same input with the same model and arguments; its result is taken. (context.reuseResults false has it computed again.)",
            cancellationToken);
        var sections = await journal.ListAsync(earlier.Id, cancellationToken);
        foreach (var warning in tool.Warnings(sections))
        {
            // what was said of the pixels then holds for these
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, warning, cancellationToken);
        }

        return (item, copies);
    }

    /// <summary>Takes over the sections that a failed job has finished.</summary>
    /// <param name="job">The new job.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="planned">Its sections.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The sections; those that were taken over are done.</returns>
    public async Task<IReadOnlyList<JobSection>> InheritSectionsAsync(
        AnalysisJob job, WorkKeys keys, IReadOnlyList<JobSection> planned, CancellationToken cancellationToken)
    {
        if (await finished.InheritAsync(keys.Sections, job.Id, cancellationToken) is not { } failedId)
        {
            return planned;
        }

        kept.Take(failedId, scratch);
        var done = (await journal.ListAsync(failedId, cancellationToken))
            .Where(section => section.IsDone && File.Exists(scratch.SectionPath(section.Number))).ToDictionary(section => section.Number);
        if (done.Count > 0)
        {
            await jobs.AddMessageAsync(
                job.Id, JobMessageType.Informative,
                $"Job {failedId} failed after it had finished {done.Count} of the same {planned.Count} sections; this job goes on from them.", cancellationToken);
        }

        return [.. planned.Select(section => done.GetValueOrDefault(section.Number, section) with { Tries = 0 })];
    }

    private static string[] FilesOf(CatalogItem item) => item.Members.Count > 0 ? [.. item.Members.Select(member => member.Path)] : [item.DataPath];

    // a side-car first, so that the raster never stands without it
    private static string Copy(string source, string target)
    {
        foreach (var end in (string[])[".aux.xml", ""])
        {
            if (File.Exists(source + end))
            {
                File.Copy(source + end, target + end, overwrite: true);
            }
        }

        return target;
    }
}
