using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>How a job ends after an exception.</summary>
/// <param name="Status">The state.</param>
/// <param name="Message">The Error message; null for none.</param>
internal sealed record JobOutcome(JobStatus Status, string? Message)
{
    /// <summary>The one table from exceptions to outcomes.</summary>
    /// <param name="exception">What ended the job.</param>
    /// <param name="isCancelled">Whether somebody cancelled it; then it matters no more what went wrong.</param>
    /// <param name="isTimedOut">Whether it took longer than the settings allow.</param>
    /// <param name="isStopping">Whether the service is being stopped, which may end files, pipes and processes under the job's hands.</param>
    public static JobOutcome Of(Exception exception, bool isCancelled, bool isStopping, bool isTimedOut = false) => exception switch
    {
        _ when isCancelled => new JobOutcome(JobStatus.Cancelled, null),

        // the job waits for the next start
        _ when isStopping => new JobOutcome(JobStatus.Waiting, null),
        _ when isTimedOut => new JobOutcome(JobStatus.TimedOut, "The job took longer than the settings allow (Limits__MaxJobTime); give a smaller extent or a larger cell size."),
        OperationCanceledException => new JobOutcome(JobStatus.Waiting, null),
        InvalidRequestException invalid => new JobOutcome(JobStatus.Failed, string.Join(" ", invalid.Errors)),
        RasterAnalysisException known => new JobOutcome(JobStatus.Failed, known.Message),
        IOException io => new JobOutcome(JobStatus.Failed, $"A file could not be written or read: {io.Message}"),
        _ => new JobOutcome(JobStatus.Failed, "The service met an unexpected fault; its log has the details under this job's id."),
    };
}
