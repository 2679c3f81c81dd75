using Hangfire;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Looks into Hangfire's queues.</summary>
internal sealed class HangfireQueueContents(JobStorage storage) : IQueueContents
{
    public long Turns(string queue) => storage.GetMonitoringApi().EnqueuedCount(queue);
}
