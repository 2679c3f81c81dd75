using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The steps of one job: plan, classify the sections, assemble, publish. Each step goes on from what an earlier run left.</summary>
internal sealed class ClassifyPixelsRun(
    RetryingJobStore jobs, RetryingSectionJournal journal, IResultCache finished, KeptSections kept, ICatalogStore catalog, RetryPolicy retries,
    ProcessingInstancePool pool, JobInputs inputs, JobRights rights, StoredRequests requests, ResultPublisher publisher, StoredResults stored, StorageQuota quota, KeptAreas areas, DataLayout layout,
    ServiceMetrics metrics,
    TimeProvider time)
    : IToolRun
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
        var plan = await JobPlanning.FindAsync(job, scratch, cancellationToken);
        if (plan is null)
        {
            // how large the result will be nobody knows before it is compressed; whether there is any room at all is known before hours of work
            (await quota.ReserveAsync(job.Owner, 0, "", cancellationToken))?.Dispose();
            var planning = new JobPlanning(job.Task, inputs, pool.MaxInstances, (type, text, token) => jobs.AddMessageAsync(job.Id, type, text, token));
            await jobs.SetProgressAsync(job.Id, 0, "Planning", cancellationToken);
            plan = await WithInstanceAsync(
                job, "Planning", ServiceTracing.Plan, rules.Retries, own: null, instance => planning.PlanAsync(request, caller, scratch, instance, cancellationToken));
            var earlier = new ResultCache(jobs, journal, finished, catalog, kept, scratch);
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
                return await PublishAsync(job, request, reused.Copies, reused.Source.Classes, cancellationToken);
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
        var results = await WithInstanceAsync(
            job, "Assembling", ServiceTracing.Assemble, rules.Retries, own: hasAssembler ? assembler : null,
            instance => AssembleAsync(job, request, plan.Parts, scratch, instance, progress, cancellationToken));
        return await PublishAsync(job, request, results, await ClassesAsync(job, plan.Parts, cancellationToken), cancellationToken);
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

    /// <summary>
    /// Does something with an instance that goes back to the pool without any of the job's files open. Where the instance dies over it, a fresh one
    /// begins anew, as often as the job lets sections be tried again. One of the work's own has all its memory for the work, and ends with it.
    /// </summary>
    private async Task<T> WithInstanceAsync<T>(
        AnalysisJob job, string step, string spanName, int retries, WarmInstance? own, Func<ProcessingInstance, Task<T>> work)
    {
        using var span = ServiceTracing.Start(spanName);
        for (var attempt = 1; ; attempt++)
        {
            var instance = own is not null ? await own.TakeAsync() : attempt == 1 ? pool.Rent() : pool.StartNew();
            try
            {
                return await work(instance);
            }
            catch (ProcessingInstanceException exception) when (exception.IsTransient && attempt <= retries)
            {
                span?.AddException(exception);
                metrics.Retried(job.Task, spanName);
                await SayAsync(
                    job, JobMessageType.Warning, $"{step} failed (try {attempt} of {retries + 1}): {exception.Message} It is tried again on a fresh processing instance.",
                    CancellationToken.None);
            }
            finally
            {
                await (own is not null ? Task.Run(instance.Dispose) : pool.ReturnReleasedAsync(instance));
            }
        }
    }

    private SectionRules RulesOf(AnalysisContext context) => new(
        ParallelProcessingFactor.Parse(context.ParallelProcessingFactor, pool.MaxInstances, out _),
        context.RecycleProcessingWorkers ?? 0,
        context.RetryOnFailures ?? 0);

    /// <summary>Makes the classified raster of each part.</summary>
    private async Task<IReadOnlyList<ResultRaster>> AssembleAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, JobScratch scratch, ProcessingInstance instance, JobProgress progress,
        CancellationToken cancellationToken)
    {
        var sections = await journal.ListAsync(job.Id, cancellationToken);
        var outcome = SectionOutcome.Of(sections);
        foreach (var warning in SectionWarnings.Of(outcome, parts.Sum(part => part.Windows.Sum(window => window.PixelCount))))
        {
            await SayAsync(job, JobMessageType.Warning, warning, cancellationToken);
        }

        var results = new List<ResultRaster>();
        await progress.ReportAsync(PlanPercent + SectionsPercent, "Assembling the classified raster", true, cancellationToken);
        foreach (var (number, part) in parts.Index())
        {
            var target = scratch.ResultPath(number);
            await instance.CallAsync<bool>(
                new InstanceRequest.Assemble(
                    job.Task, part.PlanPath, [.. Enumerable.Range(part.FirstSection, part.SectionCount).Select(scratch.SectionPath)],
                    SectionOutcome.Of(sections.Where(section => part.Holds(section.Number))).Write(), Metadata(job, request, part), target),
                fraction => progress.ReportAsync(
                    PlanPercent + SectionsPercent + ((number + fraction) / parts.Count * (99 - PlanPercent - SectionsPercent)),
                    "Assembling the classified raster", false, cancellationToken),
                null, cancellationToken);
            results.Add(new ResultRaster(part.Name, target));
        }

        return results;
    }

    private async Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultRaster> results, IReadOnlyList<PublishedClass> classes, CancellationToken cancellationToken)
    {
        using var span = ServiceTracing.Start(ServiceTracing.Publish);
        var item = await retries.TryAsync(
            _ => publisher.PublishResultAsync(job, ResultKind.Raster, results, classes, request.Title, request.Folder, cancellationToken), cancellationToken);
        if (item.Classes.Count > 0)
        {
            await SayAreasAsync(job, item, RulesOf(request.Context).Retries, cancellationToken);
        }

        if (request.OutputStore is { } store)
        {
            await stored.WriteAsync(item, store, (type, text) => SayAsync(job, type, text, cancellationToken), cancellationToken);
        }

        return item;
    }

    /// <summary>Measures the classes of the published result, and keeps their areas with it. A result whose areas cannot be had is a result nevertheless.</summary>
    private async Task SayAreasAsync(AnalysisJob job, CatalogItem item, int retries, CancellationToken cancellationToken)
    {
        try
        {
            var measured = areas.Find(item) ?? await WithInstanceAsync(
                job, "Measuring the areas", ServiceTracing.Areas, retries, own: null,
                instance => AreaMeasurements.MeasureAsync(item, measure => instance.CallAsync<ClassAreas>(measure, null, null, cancellationToken)));
            areas.Write(item, measured);
            await SayAsync(job, JobMessageType.Informative, AreaWords.Of(measured), cancellationToken);
        }
        catch (RasterAnalysisException exception)
        {
            await SayAsync(job, JobMessageType.Warning, $"The areas of the classes could not be measured: {exception.Message}", cancellationToken);
        }
    }

    private async Task<IReadOnlyList<PublishedClass>> ClassesAsync(AnalysisJob job, IReadOnlyList<JobPart> parts, CancellationToken cancellationToken)
    {
        var plan = PlanFile.Read<ClassificationPlan>(parts[0].PlanPath);
        var counts = SectionOutcome.Of(await journal.ListAsync(job.Id, cancellationToken)).Counts;
        return [.. plan.Output.Classes.Select(c => new PublishedClass(c, counts.FirstOrDefault(count => count.Value == c.Value).Count))];
    }

    private static Dictionary<string, string> Metadata(AnalysisJob job, JobRequest request, JobPart part) => new()
    {
        ["TIFFTAG_SOFTWARE"] = "RasterAnalysis",
        ["RASTERANALYSIS_JOB"] = job.Id,
        ["RASTERANALYSIS_INPUT"] = part.Name.Length > 0 ? part.Name : request.InputName,
        ["RASTERANALYSIS_MODEL"] = request.ModelName,
    };

    private Task SayAsync(AnalysisJob job, JobMessageType type, string text, CancellationToken cancellationToken) =>
        jobs.AddMessageAsync(job.Id, type, text, cancellationToken);
}
