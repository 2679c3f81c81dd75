namespace RasterAnalysis.Jobs;

/// <summary>Hands jobs to whoever runs them. The store is the truth; the queue may forget.</summary>
public interface IJobQueue
{
    /// <summary>Has a stored job run, soon and in order of submission.</summary>
    void Enqueue(string jobId);

    /// <summary>Has a stored job about a model run (what the tool pane asks, install, uninstall). Such jobs are short, and do not wait behind those that classify.</summary>
    void EnqueueModelTask(string jobId) => Enqueue(jobId);
}
