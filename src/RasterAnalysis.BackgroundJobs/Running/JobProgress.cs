using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Writes a job's progress, not more often than a person can read it.</summary>
internal sealed class JobProgress(IJobStore jobs, string jobId, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);
    private long _last;

    /// <summary>Reports; the last report of a step should be <paramref name="isFinal"/> so that it is not left out.</summary>
    public async Task ReportAsync(double percent, string text, bool isFinal, CancellationToken cancellationToken)
    {
        if (isFinal || _last == 0 || time.GetElapsedTime(_last) >= Interval)
        {
            _last = time.GetTimestamp();
            await jobs.SetProgressAsync(jobId, Math.Round(percent, 1), text, cancellationToken);
        }
    }
}
