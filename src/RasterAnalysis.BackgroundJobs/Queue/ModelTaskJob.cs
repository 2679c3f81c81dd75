using Hangfire;
using RasterAnalysis.BackgroundJobs.Running;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>What Hangfire runs for a job about a model: on a queue of its own, so that a tool pane does not wait behind hours of classifying.</summary>
/// <remarks>Public because Hangfire's dashboard and storage name it.</remarks>
public sealed class ModelTaskJob
{
    /// <summary>The queue.</summary>
    public const string QueueName = "models";

    private readonly JobRunner _runner;

    internal ModelTaskJob(JobRunner runner) => _runner = runner;

    /// <summary>Runs a job to its end; failures are recorded with the job, so that Hangfire sees a success.</summary>
    [AutomaticRetry(Attempts = 0)]
    [Queue(QueueName)]
    [System.ComponentModel.DisplayName("Deep learning model task, {0}")]
    public Task RunAsync(string jobId, CancellationToken stopping) => _runner.RunAsync(jobId, stopping);
}
