using System.Text.Json.Nodes;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.Tests.Tools;

/// <summary>Runs jobs of <see cref="BandStatisticsTool"/>: plan, sections in a processing instance with their outcomes in the journal, result.</summary>
internal sealed class BandStatisticsRun(IJobStore jobs, ISectionJournal journal, ProcessingInstancePool pool, StoredRequests requests) : IToolRun
{
    /// <summary>Sections that were worked on, in all runs.</summary>
    public int Worked { get; private set; }

    /// <summary>Called before each section; for faults.</summary>
    public Action<int> Before { get; set; } = _ => { };

    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var request = requests.Read<BandStatisticsRequest>(job.Request);
        var source = new RasterSource(request.Input.Path!, request.Input.IsTrusted);
        var instance = pool.Rent();
        try
        {
            var raster = await instance.CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(source.Path, source.IsTrusted), null, null, cancellationToken);
            if (job.SectionsTotal == 0)
            {
                var rows = raster.Grid.Size.Height / request.Side;
                JobSection[] planned = [.. Enumerable.Range(0, rows).Select(row => JobSection.Planned(row, new(0, row * request.Side, raster.Grid.Size.Width, request.Side)))];
                await journal.SetAsync(job.Id, planned, null, cancellationToken);
            }

            await journal.ReleaseAsync(job.Id, cancellationToken);
            var sections = await journal.ListAsync(job.Id, cancellationToken);
            while (await journal.ClaimAsync(job.Id, "test", TimeSpan.FromMinutes(10), cancellationToken) is { } number)
            {
                Before(number);
                Worked++;
                var window = sections[number].Window;
                var grid = raster.Grid.Crop(window);
                var summary = await instance.CallAsync<BandSummary?[]>(
                    new InstanceRequest.SummarizeRaster(
                        source, new SummaryRequest(grid.Transform.ExtentOf(grid.Size), grid.Size, window.PixelCount)),
                    null, null, cancellationToken);
                await journal.CompleteAsync(job.Id, number, "test", new JsonObject { ["count"] = summary[0]!.Count, ["mean"] = summary[0]!.Mean }.ToJsonString(), null, cancellationToken);
            }
        }
        finally
        {
            await pool.ReturnReleasedAsync(instance);
        }

        var outcomes = (await journal.ListAsync(job.Id, cancellationToken)).Select(section => JsonNode.Parse(section.Outcome!)!).ToArray();
        var count = outcomes.Sum(outcome => (long)outcome["count"]!);
        var mean = outcomes.Sum(outcome => (long)outcome["count"]! * (double)outcome["mean"]!) / count;
        await jobs.SetResultValueAsync(job.Id, new JsonObject { ["count"] = count, ["mean"] = mean }.ToJsonString(), cancellationToken);
        return null;
    }
}
