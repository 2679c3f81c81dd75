using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Lends instances to the steps of one job.</summary>
/// <param name="job">The job.</param>
/// <param name="retries">How often a step is tried again where an instance dies over it.</param>
/// <param name="pool">Where instances come from.</param>
/// <param name="jobs">Hears of failures.</param>
/// <param name="metrics">Counts them.</param>
internal sealed class JobInstances(AnalysisJob job, int retries, ProcessingInstancePool pool, RetryingJobStore jobs, ServiceMetrics metrics)
{
    /// <summary>
    /// Does something with an instance that goes back to the pool without any of the job's files open. Where the instance dies over it, a fresh one
    /// begins anew, as often as the job lets sections be tried again. One of the work's own has all its memory for the work, and ends with it.
    /// </summary>
    /// <param name="step">What the step is called in messages.</param>
    /// <param name="spanName">Its span.</param>
    /// <param name="own">An instance of its own; null to take one of the pool.</param>
    /// <param name="work">The step.</param>
    public async Task<T> RunAsync<T>(string step, string spanName, WarmInstance? own, Func<ProcessingInstance, Task<T>> work)
    {
        using var span = ServiceTracing.Start(spanName);
        for (var attempt = 1; ; attempt++)
        {
            var instance = own is not null ? await own.TakeAsync() : attempt == 1 ? await pool.RentAsync() : pool.StartNew();
            try
            {
                return await work(instance);
            }
            catch (ProcessingInstanceException exception) when (exception.IsTransient && attempt <= retries)
            {
                span?.AddException(exception);
                metrics.Retried(job.Task, spanName);
                await jobs.AddMessageAsync(
                    job.Id, JobMessageType.Warning, $"{step} failed (try {attempt} of {retries + 1}): {exception.Message} It is tried again on a fresh processing instance.",
                    CancellationToken.None);
            }
            finally
            {
                await (own is not null ? Task.Run(instance.Dispose) : pool.ReturnReleasedAsync(instance));
            }
        }
    }
}
