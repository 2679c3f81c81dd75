using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Cancels jobs: those that wait at once, those that run by ending their processes.</summary>
internal sealed class JobCanceller(IJobStore jobs, RunningJobs running) : IJobCanceller
{
    public async Task<AnalysisJob> CancelAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(jobId, cancellationToken) ?? throw new NotFoundException("job", jobId);
        if (job.Status == JobStatus.Submitted && await jobs.TryMoveAsync(jobId, JobStatus.Cancelled, cancellationToken: cancellationToken))
        {
            await jobs.AddMessageAsync(jobId, JobMessageType.Informative, "Cancelled before it began.", CancellationToken.None);
        }
        else if (await jobs.TryMoveAsync(jobId, JobStatus.Cancelling, cancellationToken: cancellationToken))
        {
            await jobs.AddMessageAsync(jobId, JobMessageType.Informative, "Cancelling.", CancellationToken.None);
            running.Cancel(jobId);
        }

        return (await jobs.FindAsync(jobId, cancellationToken))!;
    }
}
