using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.ItemTools;

/// <summary>A run of a job about items (<see cref="ItemJobs"/>).</summary>
/// <param name="job">The job.</param>
/// <param name="request">Its request.</param>
/// <param name="items">Its items, in their order.</param>
/// <param name="scratch">Its folder.</param>
/// <param name="instances">Lends instances.</param>
/// <param name="jobs">Takes messages and progress.</param>
/// <param name="publisher">Makes the result's item.</param>
/// <param name="retries">Waits for the database.</param>
/// <param name="progress">Writes the progress down.</param>
internal sealed class ItemJob(
    AnalysisJob job, ItemJobRequest request, IReadOnlyList<CatalogItem> items, JobScratch scratch, JobInstances instances, RetryingJobStore jobs, ResultPublisher publisher, RetryPolicy retries,
    JobProgress progress)
{
    /// <summary>The job.</summary>
    public AnalysisJob Job => job;

    /// <summary>Its request.</summary>
    public ItemJobRequest Request => request;

    /// <summary>The items, class rasters where the tool asks for such.</summary>
    public IReadOnlyList<CatalogItem> Items => items;

    /// <summary>Its folder, which is there.</summary>
    public JobScratch Scratch => scratch;

    /// <summary>Has a processing instance do something. Where the instance dies over it, a fresh one begins anew.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="step">What the step is called in messages and as the progress: <c>Tracing the polygons</c>.</param>
    /// <param name="spanName">Its span.</param>
    /// <param name="call">The request.</param>
    /// <param name="from">Progress in per cent when it begins.</param>
    /// <param name="to">Progress in per cent when it ends.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    public Task<T> CallAsync<T>(string step, string spanName, InstanceRequest call, double from, double to, CancellationToken cancellationToken) =>
        instances.RunAsync(step, spanName, own: null, async instance =>
        {
            await progress.ReportAsync(from, step, true, cancellationToken);
            return await instance.CallAsync<T>(
                call, share => progress.ReportAsync(from + (share * (to - from)), step, false, cancellationToken), (type, text) => SayAsync(type, text, cancellationToken), cancellationToken);
        });

    /// <summary>Adds a message for the user.</summary>
    public Task SayAsync(JobMessageType type, string text, CancellationToken cancellationToken) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken);

    /// <summary>Writes down the value of a job that makes no item.</summary>
    public Task SetValueAsync(string json, CancellationToken cancellationToken) => jobs.SetResultValueAsync(job.Id, json, cancellationToken);

    /// <summary>Makes an item of files in the job's folder; once more gives the same item.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="results">The files.</param>
    /// <param name="classes">Classes, and how many pixels or features each has.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<CatalogItem> PublishAsync(ResultKind kind, IReadOnlyList<ResultFile> results, IReadOnlyList<PublishedClass> classes, CancellationToken cancellationToken)
    {
        using var span = ServiceTracing.Start(ServiceTracing.Publish);
        return await retries.TryAsync(_ => publisher.PublishResultAsync(job, kind, results, classes, request.Title, request.Folder, cancellationToken), cancellationToken);
    }
}
