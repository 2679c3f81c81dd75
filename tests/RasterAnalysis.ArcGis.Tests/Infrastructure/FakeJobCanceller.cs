using RasterAnalysis.Jobs;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Cancels as the port says: begun jobs are cancelling, others cancelled, finished ones stay.</summary>
internal sealed class FakeJobCanceller(FakeJobStore jobs) : IJobCanceller
{
    public async Task<AnalysisJob> CancelAsync(string jobId, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(jobId, cancellationToken) ?? throw new NotFoundException("job", jobId);
        if (job.Status != JobStatus.Cancelling)
        {
            await jobs.TryMoveAsync(jobId, job.Status == JobStatus.Executing ? JobStatus.Cancelling : JobStatus.Cancelled, null, cancellationToken: cancellationToken);
        }

        return (await jobs.FindAsync(jobId, cancellationToken))!;
    }
}
