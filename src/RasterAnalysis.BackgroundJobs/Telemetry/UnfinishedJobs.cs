using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Telemetry;

/// <summary>Jobs of the whole database that are in no final state, counted by it when somebody looks.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UnfinishedJobs
{
    private static readonly JobStatus[] Open = [.. Enum.GetValues<JobStatus>().Where(status => !status.IsFinal())];

    // whoever scrapes does not wait much longer
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly IJobStore _jobs;
    private readonly ToolRegistry _tools;
    private readonly ILogger<UnfinishedJobs> _logger;

    public UnfinishedJobs(IMeterFactory meters, IJobStore jobs, ToolRegistry tools, ILogger<UnfinishedJobs> logger)
    {
        (_jobs, _tools, _logger) = (jobs, tools, logger);
        meters.Create(ServiceTracing.Name).CreateObservableGauge("rasteranalysis.jobs.unfinished", Count, "{job}", "Jobs that are in no final state.");
    }

    private IEnumerable<Measurement<long>> Count()
    {
        try
        {
            // an instrument is asked without a wait, and only by who reads all of them
            using var late = new CancellationTokenSource(LongestWait);
            var counts = _jobs.CountUnfinishedAsync(late.Token).GetAwaiter().GetResult().ToDictionary(row => (row.Task, row.Status), row => row.Count);

            // also what there is none of, so that a graph shows the way down to nothing
            var tools = _tools.All.Select(tool => tool.Name).Union(counts.Keys.Select(key => key.Task));
            return [.. tools.SelectMany(tool => Open.Select(status => new Measurement<long>(
                counts.GetValueOrDefault((tool, status)), new KeyValuePair<string, object?>("tool", tool), new KeyValuePair<string, object?>("status", status.ToString()))))];
        }
        catch (Exception exception)
        {
            // whoever looks gets the other metrics; that the database is away is the health check's to say
            _logger.LogWarning("The jobs could not be counted for the metrics: {Reason}", exception.GetBaseException().Message);
            return [];
        }
    }
}
