using System.Globalization;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Polygons;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.Polygons;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Runs a job that makes polygons of a class raster. One that was cut off begins anew, and makes the same table.</summary>
internal sealed class PolygonsRun(ItemJobs jobs) : IToolRun
{
    private const double TracedPercent = 98;
    private const int NamedClasses = 10;

    /// <inheritdoc/>
    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var run = await jobs.BeginAsync(job, ResultKind.FeatureTable, cancellationToken);
        var item = run.Items[0];
        MosaicMember[] rasters = item.Members.Count > 0 ? [.. item.Members] : [new MosaicMember(item.Title, item.DataPath, item.IsTrusted)];
        var report = await run.CallAsync<PolygonReport>(
            "Tracing the polygons", ServiceTracing.Polygons,
            new InstanceRequest.TracePolygons(
                rasters, [.. item.Classes.Select(one => one.Definition)], PlanJson.Read<PolygonOptions>(run.Request.Options!), job.OutputName, run.Scratch.TablePath),
            0, TracedPercent, cancellationToken);
        var result = await run.PublishAsync(ResultKind.FeatureTable, [new ResultFile("", run.Scratch.TablePath)], PolygonClasses.Of(report, item), cancellationToken);
        await run.SayAsync(JobMessageType.Informative, Say(report), cancellationToken);
        return result;
    }

    private static string Say(PolygonReport report)
    {
        var all = report.Classes.Sum(one => one.Polygons);
        var named = report.Classes.Where(one => one.Polygons > 0).OrderByDescending(one => one.Polygons).Take(NamedClasses)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Polygons:N0}"));
        var made = all == 0 ? "No polygons were made." : string.Create(CultureInfo.InvariantCulture, $"{all:N0} polygon{(all == 1 ? "" : "s")}: {string.Join(", ", named)}.");
        var left = report.LeftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {report.LeftOut:N0} smaller than minimumArea {(report.LeftOut == 1 ? "was" : "were")} left out.");
        return $"{made}{left} {report.Note}";
    }
}
