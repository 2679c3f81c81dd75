using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Hands jobs to Hangfire. A job that it does not take now is stored all the same, and <see cref="JobSweep"/> hands it over later.</summary>
internal sealed class HangfireJobQueue(IBackgroundJobClient client, ToolRegistry tools, ILogger<HangfireJobQueue> logger) : IJobQueue
{
    public void Enqueue(AnalysisJob job)
    {
        try
        {
            client.Create(Job.FromExpression<ToolJob>(run => run.RunAsync(job.Id, job.Task, CancellationToken.None)), new EnqueuedState(tools.QueueOf(job.Task)));
        }
        catch (BackgroundJobClientException exception)
        {
            logger.LogWarning(exception, "Job {JobId} could not be queued now; it will be when the queue can be reached", job.Id);
        }
    }
}
