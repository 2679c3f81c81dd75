using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Jobs;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Detect Objects: one table of the objects of all parts, published as a feature service.</summary>
internal sealed class DetectedObjects(RetryingJobStore jobs, RetryPolicy retries, ResultPublisher publisher, IFeatureTables tables) : ISectionedTool
{
    /// <inheritdoc/>
    public string Doing => "Detecting objects in";

    /// <inheritdoc/>
    public string Done => "detected the objects of";

    /// <inheritdoc/>
    public string Product => "table of objects";

    /// <inheritdoc/>
    public IEnumerable<string> Warnings(IReadOnlyList<JobSection> sections) => ObjectCounts.Of(sections).Warnings();

    /// <inheritdoc/>
    public IReadOnlyList<(InstanceRequest.Assemble Request, ResultFile File)> Assembly(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, IReadOnlyList<JobSection> sections, JobScratch scratch) =>
        FeatureTables.Assembly(job, request, parts, ObjectCounts.Of(sections).Write(), scratch);

    /// <inheritdoc/>
    public async Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, JobPlan plan, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken)
    {
        var made = PlanFile.Read<DetectionPlan>(plan.Parts[0].PlanPath);
        var classes = source?.Classes ?? Count(results[0].Path, made, cancellationToken);
        var item = await retries.TryAsync(
            _ => publisher.PublishResultAsync(job, ResultKind.FeatureTable, results, classes, request.Title, request.Folder, cancellationToken), cancellationToken);
        await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, FeatureTables.Say(classes, "No objects were found."), cancellationToken);
        return item;
    }

    private IReadOnlyList<PublishedClass> Count(string path, DetectionPlan plan, CancellationToken cancellationToken)
    {
        using var table = tables.Open(path);
        return ObjectTable.Count(table, plan, cancellationToken);
    }
}
