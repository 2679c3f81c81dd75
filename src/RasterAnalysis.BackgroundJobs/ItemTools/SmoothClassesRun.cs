using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Smoothing;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Smooth Classified Raster: a new class raster of each file of an item, with the areas of its classes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SmoothClassesRun(ItemJobs jobs, ResultAreas areas) : IToolRun
{
    private const double SmoothPercent = 95;

    /// <inheritdoc/>
    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var run = await jobs.BeginAsync(job, ResultKind.Raster, cancellationToken);
        var (item, input) = (run.Items[0], run.Request.Input);
        var options = PlanJson.Read<SmoothingOptions>(run.Request.Options!);
        await run.SayAsync(JobMessageType.Informative, $"Smoothing {input.Name}.", cancellationToken);
        var metadata = new Dictionary<string, string> { ["TIFFTAG_SOFTWARE"] = "RasterAnalysis", ["RASTERANALYSIS_JOB"] = job.Id, ["RASTERANALYSIS_SMOOTHED"] = item.Id };
        (string Name, string Path, bool IsTrusted)[] files =
            item.Members.Count > 0 ? [.. item.Members.Select(member => (member.Name, member.Path, member.IsTrusted))] : [("", item.DataPath, item.IsTrusted)];
        var classes = item.Classes;
        var (results, counts) = (new List<ResultFile>(), classes.ToDictionary(c => c.Definition.Value, _ => 0L));
        foreach (var (number, (name, path, isTrusted)) in files.Index())
        {
            var target = run.Scratch.ResultPath(number);
            var found = await run.CallAsync<IReadOnlyList<PublishedClass>>(
                "Smoothing the classes", ServiceTracing.Assemble,
                new InstanceRequest.SmoothClasses(path, isTrusted, [.. classes.Select(c => c.Definition)], options, metadata, target),
                SmoothPercent * number / files.Length, SmoothPercent * (number + 1) / files.Length, cancellationToken);
            foreach (var published in found)
            {
                counts[published.Definition.Value] += published.Count;
            }

            results.Add(new ResultFile(name, target));
        }

        var result = await run.PublishAsync(ResultKind.Raster, results, [.. classes.Select(c => c with { Count = counts[c.Definition.Value] })], cancellationToken);
        if (await areas.MeasureAsync(run, result, SmoothPercent, cancellationToken) is { } measured)
        {
            await run.SayAsync(JobMessageType.Informative, AreaWords.Of(measured), cancellationToken);
        }

        return result;
    }
}
