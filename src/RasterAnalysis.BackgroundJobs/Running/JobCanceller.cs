using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Cancels jobs: those that wait at once, those that run by ending their processes.</summary>
internal sealed class JobCanceller(IJobStore jobs, RunningJobs running, TimeProvider time) : IJobCanceller
{
    public async Task<AnalysisJob> CancelAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(jobId, cancellationToken) ?? throw new NotFoundException("job", jobId);
        var isOver = job.Status == JobStatus.Submitted
            && await jobs.TryMoveAsync(jobId, JobStatus.Cancelled, messages: Say("Cancelled before it began."), cancellationToken: cancellationToken);
        if (!isOver && await jobs.TryMoveAsync(jobId, JobStatus.Cancelling, messages: Say("Cancelling."), cancellationToken: cancellationToken))
        {
            running.Cancel(jobId);
        }

        return (await jobs.FindAsync(jobId, cancellationToken))!;
    }

    private JobMessage[] Say(string text) => [new(JobMessageType.Informative, text, time.GetUtcNow())];
}
