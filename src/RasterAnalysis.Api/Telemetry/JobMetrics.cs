using Prometheus;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Telemetry;

/// <summary>Jobs as Prometheus metrics, counted when somebody looks.</summary>
internal sealed class JobMetrics(IJobStore jobs)
{
    private static readonly Gauge Unfinished = Metrics.CreateGauge("rasteranalysis_jobs_unfinished", "Jobs that are in no final state.", "status");

    public void Register() => Metrics.DefaultRegistry.AddBeforeCollectCallback(async cancellationToken =>
    {
        var unfinished = await jobs.CountUnfinishedAsync(cancellationToken);
        foreach (var status in Enum.GetValues<JobStatus>().Where(status => !status.IsFinal()))
        {
            Unfinished.WithLabels(status.ToString()).Set(unfinished.Where(row => row.Status == status).Sum(row => row.Count));
        }
    });
}
