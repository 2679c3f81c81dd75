using System.Collections.Concurrent;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The jobs that this process is working on, so that a cancel reaches them at once.</summary>
/// <remarks>Thread-safe. A job that another machine works on hears of it through the database.</remarks>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _jobs = new();

    /// <summary>Notes a job; null when it is already being worked on here.</summary>
    public Registration? Begin(string jobId, CancellationToken stopping)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (_jobs.TryAdd(jobId, source))
        {
            return new Registration(this, jobId, source);
        }

        source.Dispose();
        return null;
    }

    /// <summary>Ends the work on a job, if it is done here.</summary>
    public void Cancel(string jobId)
    {
        if (_jobs.TryGetValue(jobId, out var source))
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // it finished in this moment
            }
        }
    }

    /// <summary>A job being worked on, until it is disposed.</summary>
    internal sealed class Registration(RunningJobs jobs, string jobId, CancellationTokenSource source) : IDisposable
    {
        public CancellationToken Token => source.Token;

        public void Cancel() => source.Cancel();

        public void Dispose()
        {
            jobs._jobs.TryRemove(jobId, out _);
            source.Dispose();
        }
    }
}
