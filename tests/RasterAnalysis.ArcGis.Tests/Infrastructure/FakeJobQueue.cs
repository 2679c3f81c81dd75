using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Remembers what was queued, and runs nothing.</summary>
internal sealed class FakeJobQueue : IJobQueue
{
    public List<string> Queued { get; } = [];

    public List<string> QueuedModelTasks { get; } = [];

    public void Enqueue(string jobId, string tool) => (tool == ClassifyPixelsTool.TaskName ? Queued : QueuedModelTasks).Add(jobId);
}
