namespace RasterAnalysis.Jobs;

/// <summary>Hands jobs to whoever runs them. The store is the truth; the queue may forget.</summary>
public interface IJobQueue
{
    /// <summary>Has a stored job run, soon and in order of submission among those of its tool's queue. Does no harm where it is queued already.</summary>
    void Enqueue(AnalysisJob job);
}
