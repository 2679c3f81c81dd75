using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools.ChangeClasses;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Change Of Classified Rasters: a from-to raster, and what it takes to read its areas as a matrix. A job that was cut off begins anew, and makes the same raster.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ChangeClassesRun(ItemJobs jobs, ResultAreas areas, TransitionStore transitions) : IToolRun
{
    private const double ChangedPercent = 80;

    /// <inheritdoc/>
    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var run = await jobs.BeginAsync(job, ResultKind.Raster, cancellationToken);
        var options = PlanJson.Read<ChangeOptions>(run.Request.Options!);
        var (from, to) = (run.Items[0], run.Items[1]);
        await run.SayAsync(JobMessageType.Informative, Begin(run, options), cancellationToken);
        var target = run.Scratch.ResultPath(0);
        var metadata = new Dictionary<string, string>
        {
            ["TIFFTAG_SOFTWARE"] = "RasterAnalysis", ["RASTERANALYSIS_JOB"] = job.Id, ["RASTERANALYSIS_CHANGE_FROM"] = from.Id, ["RASTERANALYSIS_CHANGE_TO"] = to.Id,
        };
        var report = await run.CallAsync<ChangeReport>(
            "Comparing the classes", ServiceTracing.Assemble, new InstanceRequest.ChangeClasses(Raster(run, 0), Raster(run, 1), options, metadata, target), 0, ChangedPercent, cancellationToken);
        var result = await run.PublishAsync(ResultKind.Raster, [new ResultFile("", target)], report.Classes, cancellationToken);
        transitions.Write(result.Id, new TransitionRecord(from.Id, from.Title, to.Id, to.Title, report.From, report.To, options));
        var classes = new TransitionClasses(report.From, report.To, options.Unchanged);
        if (!classes.HaveNamesInCommon)
        {
            await run.SayAsync(JobMessageType.Warning, $"{ChangeClassesTool.ToParameter}: no class has a name that one of the earlier raster has, so every pixel counts as changed.", cancellationToken);
        }

        if (await areas.MeasureAsync(run, result, ChangedPercent, cancellationToken) is { } measured)
        {
            foreach (var text in ChangeWords.Of(TransitionMatrix.Of(classes, measured)))
            {
                await run.SayAsync(JobMessageType.Informative, text, cancellationToken);
            }
        }

        return result;
    }

    private static string Begin(ItemJob run, ChangeOptions options) =>
        $"Comparing {run.Request.Inputs[0].Name} with {run.Request.Inputs[1].Name}{(options.MinimumConfidence is { } minimum ? $" where both are sure by {minimum} % or more" : "")}.";

    /// <summary>The earlier (0) or the later raster (1), with its confidence where there is one.</summary>
    private static ChangeRaster Raster(ItemJob run, int place)
    {
        var (item, field) = (run.Items[place], run.Request.Inputs[place].Field);
        return new ChangeRaster(
            field, item.DataPath, item.IsTrusted, [.. item.Classes.Select(one => one.Definition)],
            run.Items.Count > place + 2 ? new ConfidenceRaster(run.Request.Inputs[place + 2].Field, run.Items[place + 2].DataPath, run.Items[place + 2].IsTrusted) : null);
    }
}
