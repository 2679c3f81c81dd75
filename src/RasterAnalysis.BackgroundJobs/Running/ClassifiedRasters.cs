using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Classify Pixels: a classified raster of each part, published as an image service, with the areas of its classes.</summary>
internal sealed class ClassifiedRasters(
    RetryingJobStore jobs, RetryingSectionJournal journal, RetryPolicy retries, ResultPublisher publisher, StoredResults stored, KeptAreas areas, ProvenanceWriter provenance) : ISectionedTool
{
    /// <inheritdoc/>
    public string Doing => "Classifying";

    /// <inheritdoc/>
    public string Done => "classified";

    /// <inheritdoc/>
    public string Product => "classified raster";

    /// <inheritdoc/>
    public IEnumerable<string> Warnings(IReadOnlyList<JobSection> sections) => SectionWarnings.Of(SectionOutcome.Of(sections), sections.Sum(section => section.Window.PixelCount));

    /// <inheritdoc/>
    public IReadOnlyList<(InstanceRequest.Assemble Request, ResultFile File)> Assembly(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, IReadOnlyList<JobSection> sections, JobScratch scratch) =>
    [
        .. parts.Index().Select(part => (
            new InstanceRequest.Assemble(
                job.Task, part.Item.PlanPath, [.. Enumerable.Range(part.Item.FirstSection, part.Item.SectionCount).Select(scratch.SectionPath)],
                SectionOutcome.Of(sections.Where(section => part.Item.Holds(section.Number))).Write(), Metadata(job, request, part.Item), scratch.ResultPath(part.Index)),
            new ResultFile(part.Item.Name, scratch.ResultPath(part.Index)))),
    ];

    /// <inheritdoc/>
    public async Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, JobPlan plan, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken)
    {
        await PublishConfidenceAsync(job, request, results, cancellationToken);
        Part[] made = source is null ? Made(plan.Parts, await journal.ListAsync(job.Id, cancellationToken)) : [];
        var classes = source?.Classes ?? await ClassesAsync(made, results, instances, cancellationToken);
        var item = await retries.TryAsync(
            _ => publisher.PublishResultAsync(job, ResultKind.Raster, results, classes, request.Title, request.Folder, cancellationToken), cancellationToken);
        if (item.Classes.Count > 0)
        {
            await SayAreasAsync(job, item, made, source, instances, cancellationToken);
        }

        await provenance.WriteAsync(job, request, item, plan.Parts, cancellationToken);
        if (request.OutputStore is { } store)
        {
            await stored.WriteAsync(item, store, (type, text) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken), cancellationToken);
        }

        return item;
    }

    /// <summary>Publishes what lies beside the results of how sure the network was, if anything does, and notes it with the job.</summary>
    private async Task PublishConfidenceAsync(AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, CancellationToken cancellationToken)
    {
        ResultFile[] files = [.. results.Select(result => result with { Path = MeasurePlan.PathBeside(result.Path) })];
        if (!files.All(file => File.Exists(file.Path)) || ConfidenceResult.Of((await jobs.FindAsync(job.Id, cancellationToken))!) is not null)
        {
            return;
        }

        var item = await retries.TryAsync(_ => publisher.PublishConfidenceAsync(job, files, request.Title, request.Folder, cancellationToken), cancellationToken);
        await jobs.SetResultValueAsync(job.Id, new ConfidenceResult(item.Id, item.ServiceName!).Write(), cancellationToken);
        await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"How sure the network was is the image service {item.ServiceName}, item {item.Id}.", cancellationToken);
        if (request.OutputStore is { } store)
        {
            await stored.WriteAsync(item, store, (type, text) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Keeps the areas of the classes with the published result; where its sections do not say them, it is read. A result whose areas cannot be had is a result nevertheless.</summary>
    private async Task SayAreasAsync(
        AnalysisJob job, CatalogItem item, IReadOnlyList<Part> made, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken)
    {
        try
        {
            var known = areas.Find(item) ?? (source is null ? AreasOf(made) : areas.Find(source));
            var measured = known ?? await instances.RunAsync(
                "Measuring the areas", ServiceTracing.Areas, own: null,
                instance => AreaMeasurements.MeasureAsync(item, measure => instance.CallAsync<ClassAreas>(measure, null, null, cancellationToken)));
            areas.Write(item, measured);
            await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, AreaWords.Of(measured), cancellationToken);
        }
        catch (RasterAnalysisException exception)
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, $"The areas of the classes could not be measured: {exception.Message}", cancellationToken);
        }
    }

    /// <summary>The areas that sections had when they ran, added up; null where not all of them say so, or where the result is not what they are.</summary>
    private static ClassAreas? AreasOf(IReadOnlyList<Part> made)
    {
        var all = new List<ClassAreas>();
        foreach (var (plan, outcome, sectionPixels) in made)
        {
            if (plan.Smoothing is not null || outcome.Areas is not { } found)
            {
                return null;
            }

            var (pixels, ground) = (outcome.Counts.ToDictionary(count => count.Value, count => count.Count), found.Classes.ToDictionary(c => c.Value, c => c.SquareMetres));
            all.Add(new ClassAreas(
                [.. plan.Output.Classes.Select(c => new ClassArea(c.Value, c.Name, pixels.GetValueOrDefault(c.Value), ground.GetValueOrDefault(c.Value)))],
                sectionPixels - pixels.Values.Sum(), found.NoDataSquareMetres, found.Method, found.Note));
        }

        return ClassAreas.Sum(all);
    }

    private static async Task<IReadOnlyList<PublishedClass>> ClassesAsync(
        IReadOnlyList<Part> made, IReadOnlyList<ResultFile> results, JobInstances instances, CancellationToken cancellationToken)
    {
        var plan = made[0].Plan;
        if (plan.Smoothing is not null)
        {
            // the sections are not what became of them
            var read = await instances.RunAsync("Reading the classes", ServiceTracing.Assemble, own: null, async instance =>
            {
                var all = new List<PublishedClass>();
                foreach (var file in results)
                {
                    all.AddRange(await instance.CallAsync<IReadOnlyList<PublishedClass>>(new InstanceRequest.ReadClasses(file.Path, IsTrusted: true), null, null, cancellationToken));
                }

                return all;
            });
            return [.. plan.Output.Classes.Select(c => new PublishedClass(c, read.Where(found => found.Definition.Value == c.Value).Sum(found => found.Count)))];
        }

        var counts = SectionOutcome.Sum(made.Select(part => part.Outcome)).Counts;
        return [.. plan.Output.Classes.Select(c => new PublishedClass(c, counts.FirstOrDefault(count => count.Value == c.Value).Count))];
    }

    private static Part[] Made(IReadOnlyList<JobPart> parts, IReadOnlyList<JobSection> sections) =>
    [
        .. parts.Select(part =>
        {
            JobSection[] own = [.. sections.Where(section => part.Holds(section.Number))];
            return new Part(PlanFile.Read<AssemblyPlan>(part.PlanPath), SectionOutcome.Of(own), own.Sum(section => section.Window.PixelCount));
        }),
    ];

    private static Dictionary<string, string> Metadata(AnalysisJob job, JobRequest request, JobPart part) => new()
    {
        ["TIFFTAG_SOFTWARE"] = "RasterAnalysis",
        ["RASTERANALYSIS_JOB"] = job.Id,
        ["RASTERANALYSIS_INPUT"] = part.Name.Length > 0 ? part.Name : request.InputName,
        ["RASTERANALYSIS_MODEL"] = request.ModelName,
    };

    /// <summary>A part of the job, and what its sections say of themselves together.</summary>
    private readonly record struct Part(AssemblyPlan Plan, SectionOutcome Outcome, long Pixels);
}
