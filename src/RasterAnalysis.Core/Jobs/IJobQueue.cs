namespace RasterAnalysis.Jobs;

/// <summary>Hands jobs to whoever runs them. The store is the truth; the queue may forget.</summary>
public interface IJobQueue
{
    /// <summary>Has a stored job run, soon and in order of submission.</summary>
    void Enqueue(string jobId);
}
