namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>What the queue holds.</summary>
internal interface IQueueContents
{
    /// <summary>Ids of the jobs that it will hand out, now or when who has them is silent for too long.</summary>
    IReadOnlySet<string> JobIds();
}
