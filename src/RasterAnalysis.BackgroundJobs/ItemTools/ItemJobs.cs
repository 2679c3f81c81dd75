using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>Begins the runs of jobs about class rasters that are items already: what the <see cref="IToolRun"/> of each such tool has in common.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ItemJobs(
    RetryingJobStore jobs, ICatalogStore catalog, ResultPublisher publisher, RetryPolicy retries, ProcessingInstancePool pool, JobRights rights, StoredRequests requests, StorageQuota quota,
    DataLayout layout, ServiceMetrics metrics, TimeProvider time)
{
    // an instance may die over nothing that the job did: of memory that another job took
    private const int Retries = 1;

    /// <summary>Reads a job's request, requires that its owner may still have it, finds its items as they are now, and makes its folder.</summary>
    /// <param name="job">The job; one that was cut off begins anew.</param>
    /// <param name="kind">What it leaves behind; null for nothing but a value.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidRequestException">Its owner may not submit any more, or an item is gone or is not what it was any more; names the field.</exception>
    /// <exception cref="QuotaException">Its owner may keep nothing more.</exception>
    public async Task<ItemJob> BeginAsync(AnalysisJob job, ResultKind? kind, CancellationToken cancellationToken)
    {
        var request = requests.Read<ItemJobRequest>(job.Request);
        await rights.RequireAsync(job, request.Inputs.Select(input => (input.Location.ItemId, input.Field)), cancellationToken);
        var items = new List<CatalogItem>();
        foreach (var input in request.Inputs)
        {
            var item = await catalog.FindAsync(input.Location.ItemId!, cancellationToken)
                ?? throw new InvalidRequestException(input.Field, $"The item '{input.Location.ItemId}' was deleted meanwhile.");
            items.Add(FaultOf(input, item) is { } fault ? throw new InvalidRequestException(input.Field, $"The item '{item.Id}' {fault}") : item);
        }

        if (kind is not null)
        {
            // how large the result will be nobody knows; whether there is any room at all is known before the work
            (await quota.ReserveAsync(job.Owner, 0, "", cancellationToken))?.Dispose();
        }

        var scratch = new JobScratch(layout, job.Id);
        scratch.Create();
        return new ItemJob(job, request, items, scratch, new JobInstances(job, Retries, pool, jobs, metrics), jobs, publisher, retries, new JobProgress(jobs, job.Id, time));
    }

    private static string? FaultOf(ItemInput input, CatalogItem item) => input.HasClasses ? ClassRaster.FaultOf(item) : item.Raster is null ? "has no raster." : null;
}
