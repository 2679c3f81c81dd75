using System.Globalization;
using RasterAnalysis.BackgroundJobs.FeatureServices;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Classify Objects: one table of the features with their classes, published as a feature service.</summary>
internal sealed class ClassifiedFeatures(
    RetryingJobStore jobs, RetryingSectionJournal journal, RetryPolicy retries, ResultPublisher publisher, IFeatureTables tables, StoredRequests requests,
    FeatureServiceIntake layers, JobRights rights)
    : ISectionedTool
{
    /// <inheritdoc/>
    public string Doing => "Classifying objects in";

    /// <inheritdoc/>
    public string Done => "classified the objects of";

    /// <inheritdoc/>
    public string Product => "table of objects";

    /// <inheritdoc/>
    public IEnumerable<string> Warnings(IReadOnlyList<JobSection> sections) => ClassificationCounts.Of(sections).Warnings();

    /// <inheritdoc/>
    public async Task<JobRequest> PrepareAsync(AnalysisJob job, JobRequest request, JobScratch scratch, CancellationToken cancellationToken)
    {
        var options = requests.Read<ClassifyObjectsOptions>(request.Options!);
        var (source, file) = (options.Features, scratch.FetchedInput("features.jsonl"));
        if (source.Location is { ItemId: { } item })
        {
            await rights.RequireAsync(job, [(item, "inputFeatures")], cancellationToken);
        }
        else if (source.Location?.Url is { } address)
        {
            await jobs.SetProgressAsync(job.Id, 0, "Fetching features", cancellationToken);
            await layers.TakeAsync(address, source.Where, file, cancellationToken);
            source = new ObjectSource(source.Name, File: file);
        }
        else
        {
            // there may be many, and requests to instances are a line each
            using var given = new InputFeatureFile(file, source.Reference);
            foreach (var feature in source.Given ?? [])
            {
                given.Append(feature);
            }

            given.Complete();
            source = new ObjectSource(source.Name, File: file);
        }

        return request with { Options = PlanJson.Write(options with { Features = source }) };
    }

    /// <inheritdoc/>
    public IReadOnlyList<(InstanceRequest.Assemble Request, ResultFile File)> Assembly(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, IReadOnlyList<JobSection> sections, JobScratch scratch) =>
        FeatureTables.Assembly(job, request, parts, ClassificationCounts.Of(sections).Write(), scratch);

    /// <inheritdoc/>
    public async Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, JobPlan plan, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken)
    {
        var made = PlanFile.Read<ObjectPlan>(plan.Parts[0].PlanPath);
        var (classes, without) = Count(results[0].Path, made, cancellationToken);
        var item = await retries.TryAsync(
            _ => publisher.PublishResultAsync(job, ResultKind.FeatureTable, results, classes, request.Title, request.Folder, cancellationToken), cancellationToken);
        await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, FeatureTables.Say(classes, "No objects were classified.", " classified"), cancellationToken);
        if (await WarningAsync(job, without, isReused: source is not null, cancellationToken) is { } warning)
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, warning, cancellationToken);
        }

        return item;
    }

    /// <summary>What is to be said of features that no section has looked at. Of a result that was taken over the sections say nothing; what they said is a message of the job by now.</summary>
    private async Task<string?> WarningAsync(AnalysisJob job, long without, bool isReused, CancellationToken cancellationToken)
    {
        if (isReused)
        {
            return without == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{without} features have no class in all.");
        }

        var counts = ClassificationCounts.Of(await journal.ListAsync(job.Id, cancellationToken));
        return without - counts.Empty - counts.NotNumbers - counts.TooLarge is > 0 and var outside
            ? string.Create(CultureInfo.InvariantCulture, $"{outside} features have no class because their centre lies outside of the raster, the extent or the mask.") : null;
    }

    private (IReadOnlyList<PublishedClass> Classes, long Without) Count(string path, ObjectPlan plan, CancellationToken cancellationToken)
    {
        using var table = tables.Open(path);
        return ClassifiedObjectTable.Count(table, plan, cancellationToken);
    }
}
