using Microsoft.Extensions.Logging;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Cancels jobs: those that wait at once, those that run by ending their processes.</summary>
internal sealed class JobCanceller(
    IJobStore jobs, RunningJobs running, ResultPublisher publisher, IJobFiles files, DataLayout layout, TimeProvider time, IAudit audit, ILogger<JobCanceller> logger) : IJobCanceller
{
    public async Task<AnalysisJob> CancelAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(jobId, cancellationToken) ?? throw new NotFoundException("job", jobId);
        var isOver = job.Status is JobStatus.Submitted or JobStatus.Waiting && await jobs.TryMoveAsync(
            jobId, JobStatus.Cancelled, messages: Say(job.Status == JobStatus.Submitted ? "Cancelled before it began." : "Cancelled while it waited."), cancellationToken: cancellationToken);
        if (isOver && job.Status == JobStatus.Waiting)
        {
            await CleanAsync(jobId);
        }

        var isEnding = !isOver && await jobs.TryMoveAsync(jobId, JobStatus.Cancelling, messages: Say("Cancelling."), cancellationToken: cancellationToken);
        if (isEnding)
        {
            running.Cancel(jobId);
        }

        if (isOver || isEnding)
        {
            await audit.RecordAsync(new AuditEvent(AuditAction.JobCancelled) { Kind = "job", Target = jobId, TargetName = job.OutputName, Detail = job.Owner.Length > 0 ? $"of {job.Owner}" : "" });
        }

        return (await jobs.FindAsync(jobId, cancellationToken))!;
    }

    /// <summary>What it did before it had to wait: the service was stopped in the middle.</summary>
    private async Task CleanAsync(string jobId)
    {
        try
        {
            new JobScratch(layout, jobId).Delete();
            await files.RemoveAsync(jobId);
            await publisher.WithdrawResultAsync(jobId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "The files of job {JobId} could not be deleted; they go at the next start", jobId);
        }
    }

    private JobMessage[] Say(string text) => [new(JobMessageType.Informative, text, time.GetUtcNow())];
}
