using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The steps of one job: plan, run the sections, assemble, publish. Each step goes on from what an earlier run left.</summary>
internal sealed class SectionedRun(
    ISectionedTool tool, RetryingJobStore jobs, RetryingSectionJournal journal, IResultCache finished, KeptSections kept, ICatalogStore catalog, RetryPolicy retries,
    ProcessingInstancePool pool, JobInputs inputs, JobRights rights, StoredRequests requests, StorageQuota quota, IJobFiles files, DataLayout layout, ServiceMetrics metrics,
    TimeProvider time) : IToolRun
{
    private const double PlanPercent = 2;
    private const double SectionsPercent = 93;

    // a result of so many pixels is put together in less time than an instance takes to start, and in little memory
    private const long LargestWithoutAssembler = 1 << 25;

    /// <inheritdoc/>
    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var scratch = new JobScratch(layout, job.Id);
        scratch.Create();
        var request = requests.Read<JobRequest>(job.Request);
        var caller = await rights.RequireAsync(job, ItemsOf(request), cancellationToken);
        var rules = RulesOf(request.Context);
        var instances = new JobInstances(job, rules.Retries, pool, jobs, metrics);
        await files.BringPlanAsync(scratch, cancellationToken);
        var plan = await JobPlanning.FindAsync(job, scratch, cancellationToken);
        if (plan is null)
        {
            // how large the result will be nobody knows before it is compressed; whether there is any room at all is known before hours of work
            (await quota.ReserveAsync(job.Owner, 0, "", cancellationToken))?.Dispose();
            var planning = new JobPlanning(job.Task, tool.Doing, inputs, pool.MaxInstances, (type, text, token) => jobs.AddMessageAsync(job.Id, type, text, token));
            request = await tool.PrepareAsync(job, request, scratch, cancellationToken);
            await jobs.SetProgressAsync(job.Id, 0, "Planning", cancellationToken);
            plan = await instances.RunAsync(
                "Planning", ServiceTracing.Plan, own: null, instance => planning.PlanAsync(request, caller, scratch, instance, cancellationToken));
            var keys = plan.Keys;
            var earlier = keys is not null && request.Context.ReuseResults is not false ? new ResultCache(tool, jobs, journal, finished, catalog, kept, scratch) : null;
            if (earlier is not null && await ReuseAsync(job, request, plan, planning.Seams, earlier, instances, cancellationToken) is { } item)
            {
                return item;
            }

            if (keys is not null)
            {
                await retries.TryAsync(() => finished.NoteAsync(job.Id, keys, cancellationToken), cancellationToken);
            }

            var begun = earlier is null ? plan.Sections : await earlier.InheritSectionsAsync(job, keys!, plan.Sections, cancellationToken);
            if (earlier is not null)
            {
                metrics.CacheRequested("sections", begun.Any(section => section.IsDone));
            }

            await RequireDiskAsync(scratch, planning.DiskBytes);
            await files.StorePlanAsync(scratch, cancellationToken);
            foreach (var section in begun.Where(section => section.IsDone))
            {
                await files.StoreSectionAsync(scratch, section.Number, cancellationToken);
            }

            await journal.SetAsync(job.Id, begun, planning.Seams, cancellationToken);
        }

        var progress = new JobProgress(jobs, job.Id, time);
        var ending = new CompletionEstimate(plan.SectionCount, time);
        var hasAssembler = plan.Parts.Sum(part => part.Windows.Sum(window => window.PixelCount)) > LargestWithoutAssembler;
        await using var assembler = new WarmInstance(pool, new InstanceRequest.PrepareAssembly(job.Task, plan.Parts[0].PlanPath));
        await new SectionScheduler(jobs, journal, pool, job, plan.Parts, scratch, files, metrics, time).RunAsync(
            rules,
            (share, text) =>
            {
                if (hasAssembler && ending.IsNear(share))
                {
                    assembler.Begin();
                }

                return progress.ReportAsync(PlanPercent + (SectionsPercent * share), text, false, cancellationToken);
            },
            cancellationToken);
        var results = await instances.RunAsync(
            "Assembling", ServiceTracing.Assemble, own: hasAssembler ? assembler : null,
            instance => AssembleAsync(job, request, plan.Parts, scratch, instance, progress, cancellationToken));
        return await PublishAsync(job, request, results, plan, source: null, instances, cancellationToken);
    }

    /// <summary>Publishes what an earlier job has made of the same input, in the same way.</summary>
    /// <returns>The item; null where there is no such job.</returns>
    private async Task<CatalogItem?> ReuseAsync(
        AnalysisJob job, JobRequest request, JobPlan plan, SeamReport? seams, ResultCache earlier, JobInstances instances, CancellationToken cancellationToken)
    {
        var found = await earlier.CopyResultAsync(job, plan.Keys!, plan.Parts, cancellationToken);
        metrics.CacheRequested("result", found is not null);
        if (found is not { } reused)
        {
            return null;
        }

        // for people who look at it, the job is as if it had done them
        JobSection[] done = [.. plan.Sections.Select(section => section with { State = SectionState.Done })];
        await journal.SetAsync(job.Id, done, seams, cancellationToken);
        return await PublishAsync(job, request, reused.Copies, plan, reused.Source, instances, cancellationToken);
    }

    /// <summary>What failed jobs have left goes where a job needs the room.</summary>
    private async Task RequireDiskAsync(JobScratch scratch, long bytes)
    {
        if (!DiskSpace.Has(scratch.Folder, bytes))
        {
            await kept.ClearAsync();
        }

        DiskSpace.Require(scratch.Folder, bytes);
    }

    /// <summary>The items that a request names, by field.</summary>
    private static (string? ItemId, string Field)[] ItemsOf(JobRequest request) =>
    [
        (request.Input.ItemId, "inputRaster"), (request.Model.ItemId, "model"), (request.CellSizeRaster?.ItemId, "context.cellSize"),
        (request.SnapRaster?.ItemId, "context.snapRaster"), (request.MaskRaster?.ItemId, "context.mask"),
    ];

    private SectionRules RulesOf(AnalysisContext context) => new(
        ParallelProcessingFactor.Parse(context.ParallelProcessingFactor, pool.MaxInstances, out _),
        context.RecycleProcessingWorkers ?? 0,
        context.RetryOnFailures ?? 0);

    /// <summary>Puts the parts together.</summary>
    private async Task<IReadOnlyList<ResultFile>> AssembleAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, JobScratch scratch, ProcessingInstance instance, JobProgress progress,
        CancellationToken cancellationToken)
    {
        var sections = await journal.ListAsync(job.Id, cancellationToken);

        // a node that had lost the job may have finished one after this one looked
        await files.BringSectionsAsync(scratch, sections, cancellationToken);
        foreach (var warning in tool.Warnings(sections))
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, warning, cancellationToken);
        }

        await progress.ReportAsync(PlanPercent + SectionsPercent, $"Assembling the {tool.Product}", true, cancellationToken);
        var assembly = tool.Assembly(job, request, parts, sections, scratch);
        foreach (var (number, (step, _)) in assembly.Index())
        {
            await instance.CallAsync<bool>(
                step,
                fraction => progress.ReportAsync(
                    PlanPercent + SectionsPercent + ((number + fraction) / assembly.Count * (99 - PlanPercent - SectionsPercent)),
                    $"Assembling the {tool.Product}", false, cancellationToken),
                (type, text) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken), cancellationToken);
        }

        return [.. assembly.Select(step => step.File)];
    }

    private async Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, JobPlan plan, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken)
    {
        using var span = ServiceTracing.Start(ServiceTracing.Publish);
        return await tool.PublishAsync(job, request, results, plan, source, instances, cancellationToken);
    }
}
