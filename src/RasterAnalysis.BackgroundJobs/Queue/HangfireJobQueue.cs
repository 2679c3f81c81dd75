using Hangfire;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Hands jobs to Hangfire.</summary>
internal sealed class HangfireJobQueue(IBackgroundJobClient client) : IJobQueue
{
    public void Enqueue(string jobId) => client.Enqueue<ClassifyPixelsJob>(job => job.RunAsync(jobId, CancellationToken.None));

    public void EnqueueModelTask(string jobId) => client.Enqueue<ModelTaskJob>(job => job.RunAsync(jobId, CancellationToken.None));
}
