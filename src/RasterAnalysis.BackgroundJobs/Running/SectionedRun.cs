using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The steps of one job: plan, run the sections, assemble, publish. Each step goes on from what an earlier run left.</summary>
internal sealed class SectionedRun(
    ISectionedTool tool, RetryingJobStore jobs, RetryingSectionJournal journal, IResultCache finished, KeptSections kept, ICatalogStore catalog, RetryPolicy retries,
    ProcessingInstancePool pool, JobInputs inputs, JobRights rights, StoredRequests requests, StorageQuota quota, DataLayout layout, ServiceMetrics metrics, TimeProvider time) : IToolRun
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
        var caller = await rights.RequireAsync(
            job,
            [
                (request.Input.ItemId, "inputRaster"), (request.Model.ItemId, "model"), (request.CellSizeRaster?.ItemId, "context.cellSize"),
                (request.SnapRaster?.ItemId, "context.snapRaster"), (request.MaskRaster?.ItemId, "context.mask"),
            ],
            cancellationToken);
        var rules = RulesOf(request.Context);
        var instances = new JobInstances(job, rules.Retries, pool, jobs, metrics);
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
            var earlier = new ResultCache(tool, jobs, journal, finished, catalog, kept, scratch);
            var mayReuse = plan.Keys is not null && request.Context.ReuseResults is not false;
            var found = mayReuse ? await earlier.CopyResultAsync(job, plan.Keys!, plan.Parts, cancellationToken) : null;
            if (mayReuse)
            {
                metrics.CacheRequested("result", found is not null);
            }

            if (found is { } reused)
            {
                // for people who look at it, the job is as if it had done them
                JobSection[] done = [.. plan.Sections().Select(section => section with { State = SectionState.Done })];
                await journal.SetAsync(job.Id, done, planning.Seams, cancellationToken);
                return await PublishAsync(job, request, reused.Copies, plan, reused.Source, instances, cancellationToken);
            }

            await BeginAsync(job, plan, planning, mayReuse ? earlier : null, scratch, cancellationToken);
        }

        var progress = new JobProgress(jobs, job.Id, time);
        var sections = plan.Parts.Sum(part => part.SectionCount);
        var ending = new CompletionEstimate(sections, time);
        var hasAssembler = plan.Parts.Sum(part => part.Windows.Sum(window => window.PixelCount)) > LargestWithoutAssembler;
        await using var assembler = new WarmInstance(pool, new InstanceRequest.PrepareAssembly(job.Task, plan.Parts[0].PlanPath));
        await new SectionScheduler(jobs, journal, pool, job, plan.Parts, scratch, metrics, time).RunAsync(
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

    /// <summary>Writes the sections to the journal, those of a failed job of the same kind as done.</summary>
    private async Task BeginAsync(
        AnalysisJob job, JobPlan plan, JobPlanning planning, ResultCache? earlier, JobScratch scratch, CancellationToken cancellationToken)
    {
        var sections = plan.Sections();
        if (plan.Keys is { } keys)
        {
            await retries.TryAsync(() => finished.NoteAsync(job.Id, keys, cancellationToken), cancellationToken);
            if (earlier is not null)
            {
                sections = await earlier.InheritSectionsAsync(job, keys, sections, cancellationToken);
                metrics.CacheRequested("sections", sections.Any(section => section.IsDone));
            }
        }

        if (!DiskSpace.Has(scratch.Folder, planning.DiskBytes))
        {
            await kept.ClearAsync();
        }

        DiskSpace.Require(scratch.Folder, planning.DiskBytes);
        await journal.SetAsync(job.Id, sections, planning.Seams, cancellationToken);
    }

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
