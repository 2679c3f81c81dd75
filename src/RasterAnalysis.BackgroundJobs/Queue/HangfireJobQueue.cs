using Hangfire;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Hands jobs to Hangfire. A job that it does not take now is stored all the same, and <see cref="JobSweep"/> hands it over later.</summary>
internal sealed class HangfireJobQueue(IBackgroundJobClient client, ILogger<HangfireJobQueue> logger) : IJobQueue
{
    public void Enqueue(string jobId) => Try(jobId, () => client.Enqueue<ClassifyPixelsJob>(job => job.RunAsync(jobId, CancellationToken.None)));

    public void EnqueueModelTask(string jobId) => Try(jobId, () => client.Enqueue<ModelTaskJob>(job => job.RunAsync(jobId, CancellationToken.None)));

    private void Try(string jobId, Func<string> enqueue)
    {
        try
        {
            enqueue();
        }
        catch (BackgroundJobClientException exception)
        {
            logger.LogWarning(exception, "Job {JobId} could not be queued now; it will be when the queue can be reached", jobId);
        }
    }
}
