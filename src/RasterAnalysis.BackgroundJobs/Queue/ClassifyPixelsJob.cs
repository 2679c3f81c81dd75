using Hangfire;
using RasterAnalysis.BackgroundJobs.Running;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>What Hangfire runs. Its only argument is the job's id; the store has the rest.</summary>
/// <remarks>Public because Hangfire's dashboard and storage name it.</remarks>
public sealed class ClassifyPixelsJob
{
    private readonly JobRunner _runner;

    internal ClassifyPixelsJob(JobRunner runner) => _runner = runner;

    /// <summary>Runs a job to its end; failures are recorded with the job, so that Hangfire sees a success.</summary>
    [AutomaticRetry(Attempts = 0)]
    [System.ComponentModel.DisplayName("Classify Pixels Using Deep Learning, {0}")]
    public Task RunAsync(string jobId, CancellationToken stopping) => _runner.RunAsync(jobId, stopping);
}
