namespace RasterAnalysis.Jobs;

/// <summary>Hands jobs to whoever runs them. The store is the truth; the queue may forget.</summary>
public interface IJobQueue
{
    /// <summary>
    /// Has a stored job run: as soon as it is its owner's turn among those whose jobs wait in its tool's queue, and in order of submission among its owner's. Does no harm where it is
    /// queued already.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="tool">Its tool.</param>
    void Enqueue(string jobId, string tool);
}
