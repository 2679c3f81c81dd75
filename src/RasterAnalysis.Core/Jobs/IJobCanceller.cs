namespace RasterAnalysis.Jobs;

/// <summary>Stops jobs on request.</summary>
public interface IJobCanceller
{
    /// <summary>
    /// Moves a job to <see cref="JobStatus.Cancelling"/>, or to <see cref="JobStatus.Cancelled"/> when nobody has begun it, and has its
    /// processes ended. A finished job stays as it is.
    /// </summary>
    /// <returns>The job as it is afterwards.</returns>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    Task<AnalysisJob> CancelAsync(string jobId, CancellationToken cancellationToken);
}
