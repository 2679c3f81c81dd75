using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Hands a turn to Hangfire for each job: see <see cref="ToolJob"/>. What it does not take now, <see cref="JobSweep"/> hands over later.</summary>
internal sealed class HangfireJobQueue(IBackgroundJobClient client, ToolRegistry tools, ILogger<HangfireJobQueue> logger) : IJobQueue
{
    public void Enqueue(string jobId, string tool)
    {
        var queue = tools.QueueOf(tool);
        try
        {
            client.Create(Job.FromExpression<ToolJob>(turn => turn.TakeTurnAsync(queue, null, CancellationToken.None)), new EnqueuedState(queue));
        }
        catch (BackgroundJobClientException exception)
        {
            logger.LogWarning(exception, "Job {JobId} could not be queued now; it will be when the queue can be reached", jobId);
        }
    }
}
