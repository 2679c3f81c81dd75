using RasterAnalysis.Jobs;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Remembers what was queued, and runs nothing.</summary>
internal sealed class FakeJobQueue : IJobQueue
{
    public List<string> Queued { get; } = [];

    public List<string> QueuedModelTasks { get; } = [];

    public void Enqueue(string jobId) => Queued.Add(jobId);

    public void EnqueueModelTask(string jobId) => QueuedModelTasks.Add(jobId);
}
