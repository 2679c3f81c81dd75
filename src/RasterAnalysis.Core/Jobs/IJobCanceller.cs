namespace RasterAnalysis.Jobs;

/// <summary>Cancels jobs.</summary>
public interface IJobCanceller
{
    /// <summary>
    /// Cancels a job: one that has not begun is Cancelled at once, one that runs is Cancelling until its processes are gone. A finished job
    /// stays as it is.
    /// </summary>
    /// <returns>The job as it is afterwards.</returns>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    Task<AnalysisJob> CancelAsync(string jobId, CancellationToken cancellationToken = default);
}
