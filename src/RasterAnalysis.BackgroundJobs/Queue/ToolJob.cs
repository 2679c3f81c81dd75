using Hangfire;
using RasterAnalysis.BackgroundJobs.Running;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>What Hangfire runs, whatever the tool.</summary>
/// <remarks>Public because Hangfire's dashboard and storage name it.</remarks>
public sealed class ToolJob
{
    private readonly JobRunner _runner;

    internal ToolJob(JobRunner runner) => _runner = runner;

    /// <summary>Runs a job to its end; failures are recorded with the job, so that Hangfire sees a success.</summary>
    /// <param name="jobId">The job; the store has the rest.</param>
    /// <param name="tool">Its tool, for people who look at the dashboard.</param>
    /// <param name="stopping">Cancelled when the service is being stopped, or the queue takes the job away.</param>
    [AutomaticRetry(Attempts = 0)]
    [System.ComponentModel.DisplayName("{1}, {0}")]
    public Task RunAsync(string jobId, string tool, CancellationToken stopping) => _runner.RunAsync(jobId, stopping);
}
