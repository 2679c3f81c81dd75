using System.Globalization;
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
    private const int NamedClasses = 10;

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
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, IReadOnlyList<JobSection> sections, JobScratch scratch)
    {
        PartSections[] all = [.. parts.Select(part => new PartSections(
            part.Name.Length > 0 ? part.Name : request.InputName, part.PlanPath, [.. Enumerable.Range(part.FirstSection, part.SectionCount).Select(scratch.SectionPath)]))];
        var target = scratch.TablePath;
        var assemble = new InstanceRequest.Assemble(
            job.Task, all[0].PlanPath, all[0].SectionPaths, ObjectCounts.Of(sections).Write(),
            new Dictionary<string, string> { [PartSections.NameKey] = all[0].Name, [PartSections.LayerKey] = job.OutputName }, target)
        {
            More = all[1..],
        };
        return [(assemble, new ResultFile("", target))];
    }

    /// <inheritdoc/>
    public async Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, JobPlan plan, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken)
    {
        var made = PlanFile.Read<DetectionPlan>(plan.Parts[0].PlanPath);
        var classes = source?.Classes ?? Count(results[0].Path, made, cancellationToken);
        var item = await retries.TryAsync(
            _ => publisher.PublishResultAsync(job, ResultKind.FeatureTable, results, classes, request.Title, request.Folder, cancellationToken), cancellationToken);
        await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, Say(classes), cancellationToken);
        return item;
    }

    private IReadOnlyList<PublishedClass> Count(string path, DetectionPlan plan, CancellationToken cancellationToken)
    {
        using var table = tables.Open(path);
        return ObjectTable.Count(table, plan, cancellationToken);
    }

    private static string Say(IReadOnlyList<PublishedClass> classes)
    {
        var all = classes.Sum(c => c.Count);
        var named = classes.Where(c => c.Count > 0).OrderByDescending(c => c.Count).Take(NamedClasses).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Definition.Name} {c.Count:N0}"));
        return all == 0 ? "No objects were found." : string.Create(CultureInfo.InvariantCulture, $"{all:N0} object{(all == 1 ? "" : "s")}: {string.Join(", ", named)}.");
    }
}
