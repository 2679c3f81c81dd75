using Hangfire;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Looks into Hangfire's queues.</summary>
internal sealed class HangfireQueueContents(JobStorage storage) : IQueueContents
{
    // more jobs than the settings let wait
    private const int Most = 1_000_000;

    public IReadOnlySet<string> JobIds()
    {
        var monitoring = storage.GetMonitoringApi();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in ToolQueues.All)
        {
            ids.UnionWith(monitoring.EnqueuedJobs(queue, 0, Most).Select(entry => entry.Value?.Job?.Args[0]).OfType<string>());
            ids.UnionWith(monitoring.FetchedJobs(queue, 0, Most).Select(entry => entry.Value?.Job?.Args[0]).OfType<string>());
        }

        return ids;
    }
}
