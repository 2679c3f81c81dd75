using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Shows what running jobs have finished: a virtual raster in the job's folder, written anew when a section was added.</summary>
internal sealed class PartialResults(IJobStore jobs, ISectionJournal journal, IPartialRasterWriter writer, IJobFiles files, DataLayout layout) : IPartialResults, IDisposable
{
    private readonly Dictionary<string, (int Done, CatalogItem Item)> _shown = [];
    private readonly SemaphoreSlim _writing = new(1);

    public async Task<CatalogItem?> FindAsync(string serviceName, CancellationToken cancellationToken)
    {
        if (await jobs.FindUnfinishedAsync(serviceName, cancellationToken) is not { Task: ClassifyPixelsTool.TaskName, Status: JobStatus.Executing or JobStatus.Waiting, SectionsTotal: > 0 } job)
        {
            return null;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            return _shown.TryGetValue(job.Id, out var shown) && shown.Done == job.SectionsDone && File.Exists(shown.Item.DataPath)
                ? shown.Item : await ShowAsync(job, cancellationToken);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            return null; // the job ended in this moment
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task<CatalogItem?> ShowAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var scratch = new JobScratch(layout, job.Id);
        await files.BringPlanAsync(scratch, cancellationToken);
        if (await JobPlanning.FindAsync(job, scratch, cancellationToken) is not { Parts: [var part] })
        {
            return null;
        }

        var plan = PlanFile.Read<ClassificationPlan>(part.PlanPath);
        JobSection[] done = [.. (await journal.ListAsync(job.Id, cancellationToken)).Where(section => section.IsDone)];
        await files.BringSectionsAsync(scratch, done, cancellationToken);
        var raster = writer.Write(
            scratch.PartialPath, plan.Grid.OutputGrid, plan.Output, [.. done.Select(section => new SectionRaster(scratch.SectionPath(section.Number), section.Window))]);
        var counts = done.SelectMany(section => SectionOutcome.Read(section.Outcome).Counts).ToLookup(count => count.Value, count => count.Count);
        var item = new CatalogItem
        {
            Id = job.Id[1..],
            Title = job.OutputName,
            Type = ItemType.ImageService,
            Name = Path.GetFileName(scratch.PartialPath),
            Size = 0,
            Owner = job.Owner,
            Created = job.Submitted,
            DataPath = scratch.PartialPath,
            IsStoreFile = true, // ours, so the virtual raster's driver may open it
            ServiceName = job.OutputName,
            Raster = raster,
            Classes = [.. plan.Output.Classes.Select(c => new PublishedClass(c, counts[c.Value].Sum()))],
            JobId = job.Id,
        };
        foreach (var ended in _shown.Where(shown => !File.Exists(shown.Value.Item.DataPath)).Select(shown => shown.Key).ToArray())
        {
            _shown.Remove(ended);
        }

        _shown[job.Id] = (job.SectionsDone, item);
        return item;
    }
}
