using Hangfire;
using Hangfire.Server;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>
/// What Hangfire runs, whatever the tool: a turn on a queue of <see cref="ToolQueues"/>. Whose turn it is says the database when it is taken (<see cref="JobTurns"/>), so that the queue
/// itself needs no order. A turn works on one job, and ends where nothing waits.
/// </summary>
/// <remarks>Public because Hangfire's dashboard and storage name it.</remarks>
public sealed class ToolJob
{
    /// <summary>Under this name Hangfire's dashboard shows, with a turn, the job that got it.</summary>
    private const string JobParameter = "JobId";

    private readonly JobTurns _turns;
    private readonly JobRunner _runner;
    private readonly RetryPolicy _retries;
    private readonly ToolRegistry _tools;

    internal ToolJob(JobTurns turns, JobRunner runner, RetryPolicy retries, ToolRegistry tools) => (_turns, _runner, _retries, _tools) = (turns, runner, retries, tools);

    /// <summary>Runs the job whose turn it is to its end; failures are recorded with the job, so that Hangfire sees a success.</summary>
    /// <param name="queue">One of <see cref="ToolQueues"/>.</param>
    /// <param name="context">Hangfire's own of this turn; null where somebody else takes it.</param>
    /// <param name="stopping">Cancelled when the service is being stopped, or the queue takes the turn away.</param>
    /// <exception cref="OperationCanceledException">The turn is not over; Hangfire gives it out again.</exception>
    [AutomaticRetry(Attempts = 0)]
    [System.ComponentModel.DisplayName("A turn on the queue {0}")]
    public async Task TakeTurnAsync(string queue, PerformContext? context, CancellationToken stopping)
    {
        var tried = new List<string>();
        while (await _retries.TryAsync(_ => _turns.NextAsync(queue, tried, stopping), stopping) is { } jobId)
        {
            context?.SetJobParameter(JobParameter, jobId);
            if (await _runner.RunAsync(jobId, stopping))
            {
                return;
            }

            tried.Add(jobId);
        }
    }

    /// <summary>What versions without turns queued, for the one job that it names: a turn on the queue of its tool like any other.</summary>
    /// <param name="jobId">The job whose submission queued it.</param>
    /// <param name="tool">Its tool.</param>
    /// <param name="stopping">See <see cref="TakeTurnAsync"/>.</param>
    [AutomaticRetry(Attempts = 0)]
    [System.ComponentModel.DisplayName("{1}, {0}")]
    public Task RunAsync(string jobId, string tool, CancellationToken stopping) => TakeTurnAsync(_tools.QueueOf(tool), context: null, stopping);
}
