using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Provenance;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Writes down how a result was made, from the plans of its job.</summary>
/// <remarks>Thread-safe. A result of which it cannot be written down is a result nevertheless, and its job says so.</remarks>
internal sealed class ProvenanceWriter(ProvenanceStore store, FileHashes hashes, RangeRecords ranges, ICatalogStore catalog, RetryingJobStore jobs, DataLayout layout, IRasterRenderer? renderer = null)
{
    /// <summary>Writes it, unless an earlier run of the job has.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Its request.</param>
    /// <param name="item">Its result, published.</param>
    /// <param name="parts">Its parts, whose plans are there still.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(AnalysisJob job, JobRequest request, CatalogItem item, IReadOnlyList<JobPart> parts, CancellationToken cancellationToken)
    {
        if (store.Has(item.Id))
        {
            return;
        }

        try
        {
            string[] plans = [.. parts.Select(part => File.ReadAllText(part.PlanPath))];
            var planned = plans.Select(PlanJson.Read<ClassificationPlan>).ToArray();
            var network = Path.GetDirectoryName(planned[0].NetworkPath)!;
            var inputs = await hashes.OfAsync(
                planned.SelectMany(plan => plan.InputFiles).Select(file => file.Path).Distinct()
                    .Select(path => (path.StartsWith(network + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "model" : "raster", path)).OrderBy(file => file.Item1, StringComparer.Ordinal),
                cancellationToken);
            var results = await hashes.OfAsync(KeptAreas.FilesOf(item).Select(file => ("result", file.Path)), cancellationToken);
            var record = new ProvenanceRecord(
                job.Task, job.Id, job.Request, layout.Root, inputs, [.. parts.Zip(plans, results).Select(part => new RecordedPart(part.First.Name, part.Second, part.Third))])
            {
                Ranges = await ranges.OfAsync(planned.SelectMany(PlanSources.FilesOf).Select(source => source.Path), cancellationToken),
            };
            var model = request.Model.ItemId is { } id ? await catalog.FindAsync(id, cancellationToken) : null;
            store.Write(item.Id, record, ProvenanceDocument.Write(item, record, planned[0], JsonNode.Parse(job.Inputs) ?? new JsonObject(), PlaceOf(item), model));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or RasterAnalysisException)
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, $"How the result was made could not be written down, so it cannot be verified: {exception.Message}", cancellationToken);
        }
    }

    private Extent? PlaceOf(CatalogItem item)
    {
        try
        {
            return item.Raster is { HasControlAlone: false } raster && ReferenceOf(raster) is { } reference
                ? reference.Wkid == SpatialReference.Wgs84.Wkid ? raster.Extent : renderer?.Transform(raster.Extent, reference, SpatialReference.Wgs84) : null;
        }
        catch (RasterAccessException)
        {
            return null;
        }
    }

    private static SpatialReference? ReferenceOf(RasterInfo raster) =>
        raster.Wkid is { } wkid ? new SpatialReference(wkid, null) : raster.Grid.Wkt is { } wkt ? new SpatialReference(null, wkt) : null;
}
