using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Catalog;
using RasterAnalysis.Classification;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The steps of one job: plan, classify the sections, assemble, publish. Each step goes on from what an earlier run left.</summary>
internal sealed class ClassifyPixelsRun(
    IJobStore jobs, ProcessingInstancePool pool, JobInputs inputs, ItemPublisher publisher, DataLayout layout, TimeProvider time)
{
    private const double PlanPercent = 2;
    private const double SectionsPercent = 93;

    /// <summary>Works on a job until its result is published.</summary>
    /// <returns>The result's item.</returns>
    public async Task<CatalogItem> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var scratch = new JobScratch(layout, job.Id);
        scratch.Create();
        var request = PlanJson.Read<JobRequest>(job.Request);
        var progress = new JobProgress(jobs, job.Id, time);
        var instance = pool.Rent();
        try
        {
            var plan = await PlanAsync(job, request, scratch, instance, cancellationToken);
            await ClassifySectionsAsync(job, plan, scratch, instance, progress, cancellationToken);
            var counts = await AssembleAsync(job, request, plan, scratch, instance, progress, cancellationToken);
            await instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, cancellationToken);
            return await publisher.PublishResultAsync(job, scratch.ResultPath, Published(plan, counts), request.Title, request.Folder, cancellationToken);
        }
        catch (RasterAnalysisException) when (instance.IsAlive)
        {
            // it goes back to the pool: let it forget this job's files first
            await instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, cancellationToken);
            throw;
        }
        finally
        {
            pool.Return(instance);
        }
    }

    private async Task<ClassificationPlan> PlanAsync(
        AnalysisJob job, JobRequest request, JobScratch scratch, ProcessingInstance instance, CancellationToken cancellationToken)
    {
        if (File.Exists(scratch.PlanPath) && job.SectionsTotal > 0)
        {
            return PlanJson.Read<ClassificationPlan>(await File.ReadAllTextAsync(scratch.PlanPath, cancellationToken));
        }

        await jobs.SetProgressAsync(job.Id, 0, "Planning", cancellationToken);
        var raster = await inputs.RasterAsync(request.Input, "raster", scratch, cancellationToken);
        var cellSize = request.CellSizeRaster is { } cell ? await inputs.RasterAsync(cell, "cell-size", scratch, cancellationToken) : null;
        var snap = request.SnapRaster is { } grid ? await inputs.RasterAsync(grid, "snap", scratch, cancellationToken) : null;
        var mask = request.MaskRaster is { } masking ? await inputs.RasterAsync(masking, "mask", scratch, cancellationToken) : null;
        var model = await inputs.ModelAsync(request.Model, scratch, cancellationToken);
        await SayAsync(job, JobMessageType.Informative, $"Classifying {request.InputName} with {request.ModelName}.", cancellationToken);
        await SayAboutInstancesAsync(job, request.Context, cancellationToken);
        var plan = await instance.CallAsync<ClassificationPlan>(
            new InstanceRequest.Plan(raster.Path!, raster.IsTrusted, model, request.ModelArguments, request.Context, cellSize, snap, mask),
            null, (type, text) => SayAsync(job, type, text, cancellationToken), cancellationToken);

        // the sections count only with the plan that they belong to, so the plan is on disk first
        await File.WriteAllTextAsync(scratch.PlanPath + ".part", PlanJson.Write(plan), cancellationToken);
        File.Move(scratch.PlanPath + ".part", scratch.PlanPath, overwrite: true);
        await jobs.SetSectionsAsync(job.Id, plan.Sections.Count, cancellationToken);
        return plan;
    }

    private async Task SayAboutInstancesAsync(AnalysisJob job, AnalysisContext context, CancellationToken cancellationToken)
    {
        (string Key, object? Value)[] settings =
        [
            ("parallelProcessingFactor", context.ParallelProcessingFactor),
            ("recycleProcessingWorkers", context.RecycleProcessingWorkers),
            ("retryOnFailures", context.RetryOnFailures),
        ];
        foreach (var (key, value) in settings.Where(setting => setting.Value is not null))
        {
            await SayAsync(
                job, JobMessageType.Informative,
                $"context.{key} is {value}; it is kept with the job but does not take effect yet: one processing instance does all sections, each once.",
                cancellationToken);
        }
    }

    private async Task ClassifySectionsAsync(
        AnalysisJob job, ClassificationPlan plan, JobScratch scratch, ProcessingInstance instance, JobProgress progress, CancellationToken cancellationToken)
    {
        var total = plan.Sections.Count;
        var done = (await jobs.SectionsAsync(job.Id, cancellationToken)).Count(section => section.IsDone);
        var claimant = $"{Environment.MachineName}/{instance.ProcessId}";
        var provider = "";
        while (await jobs.ClaimSectionAsync(job.Id, claimant, cancellationToken) is { } number)
        {
            var finished = done;
            var result = await instance.CallAsync<SectionResult>(
                new InstanceRequest.ClassifySection(scratch.PlanPath, number, scratch.SectionPath(number)),
                fraction => progress.ReportAsync(
                    PlanPercent + (SectionsPercent * (finished + fraction) / total), $"Classifying section {finished + 1} of {total}", false, cancellationToken),
                (type, text) => SayAsync(job, type, text, cancellationToken),
                cancellationToken);
            await jobs.CompleteSectionAsync(job.Id, number, result.Counts, result.InvalidScores, cancellationToken);
            done++;
            if (provider != result.ExecutionProvider)
            {
                provider = result.ExecutionProvider;
                await SayAsync(job, JobMessageType.Informative, $"The network runs on {provider}.", cancellationToken);
            }

            await progress.ReportAsync(PlanPercent + (SectionsPercent * done / total), $"Classified section {done} of {total}", false, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ClassCount>> AssembleAsync(
        AnalysisJob job, JobRequest request, ClassificationPlan plan, JobScratch scratch, ProcessingInstance instance, JobProgress progress,
        CancellationToken cancellationToken)
    {
        var sections = await jobs.SectionsAsync(job.Id, cancellationToken);
        var invalid = sections.Sum(section => section.InvalidScores);
        if (invalid > 0)
        {
            await SayAsync(
                job, JobMessageType.Warning,
                $"{invalid} pixels are NoData because the network gave no finite score, or no listed class, for them.", cancellationToken);
        }

        ClassCount[] counts = [.. sections.SelectMany(s => s.Counts).GroupBy(c => c.Value).Select(g => new ClassCount(g.Key, g.Sum(c => c.Count)))];
        await progress.ReportAsync(PlanPercent + SectionsPercent, "Assembling the classified raster", true, cancellationToken);
        await instance.CallAsync<bool>(
            new InstanceRequest.Assemble(
                scratch.PlanPath, [.. Enumerable.Range(0, plan.Sections.Count).Select(scratch.SectionPath)], counts,
                Metadata(job, request), scratch.ResultPath),
            fraction => progress.ReportAsync(
                PlanPercent + SectionsPercent + (fraction * (99 - PlanPercent - SectionsPercent)), "Assembling the classified raster", false, cancellationToken),
            null, cancellationToken);
        return counts;
    }

    private static Dictionary<string, string> Metadata(AnalysisJob job, JobRequest request) => new()
    {
        ["TIFFTAG_SOFTWARE"] = "RasterAnalysis",
        ["RASTERANALYSIS_JOB"] = job.Id,
        ["RASTERANALYSIS_INPUT"] = request.InputName,
        ["RASTERANALYSIS_MODEL"] = request.ModelName,
    };

    private static PublishedClass[] Published(ClassificationPlan plan, IReadOnlyList<ClassCount> counts) =>
        [.. plan.Output.Classes.Select(c => new PublishedClass(c, counts.FirstOrDefault(count => count.Value == c.Value).Count))];

    private Task SayAsync(AnalysisJob job, JobMessageType type, string text, CancellationToken cancellationToken) =>
        jobs.AddMessageAsync(job.Id, type, text, cancellationToken);
}
