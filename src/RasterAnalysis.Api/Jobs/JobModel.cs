using System.Text.Json.Nodes;
using RasterAnalysis.Api.Items;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A job, as the native API shows it.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Status">Its state.</param>
/// <param name="Progress">Share that is done, 0 to 100.</param>
/// <param name="ProgressText">What is being done just now.</param>
/// <param name="OutputName">Name of the result's image service.</param>
/// <param name="Messages">What happened, in order.</param>
/// <param name="Submitted">When it came in, UTC.</param>
/// <param name="Started">When work on it began, UTC.</param>
/// <param name="Finished">When it ended, UTC.</param>
/// <param name="Sections">Sections in all and done.</param>
/// <param name="Seams">Whether its tiles give what the whole raster would give; null before it is planned.</param>
/// <param name="Result">The result; only when it succeeded.</param>
/// <param name="Partial">What has come in so far, while it runs; null before the first section.</param>
/// <param name="Task">ArcGIS's name of the task.</param>
/// <param name="Value">Result of a task that makes no raster; only when it succeeded.</param>
internal sealed record JobModel(
    string Id,
    JobStatus Status,
    double Progress,
    string ProgressText,
    string OutputName,
    IReadOnlyList<JobMessage> Messages,
    DateTimeOffset Submitted,
    DateTimeOffset? Started,
    DateTimeOffset? Finished,
    JobSectionsModel Sections,
    SeamsModel? Seams,
    JobResultModel? Result,
    PartialResultModel? Partial,
    string Task,
    JsonNode? Value)
{
    public static JobModel From(AnalysisJob job, IReadOnlyList<JobMessage> messages, Uri baseAddress) => new(
        job.Id, job.Status, job.Progress, job.ProgressText, job.OutputName, messages, job.Submitted, job.Started, job.Finished,
        new JobSectionsModel(job.SectionsTotal, job.SectionsDone),
        job.Seams is { } seams ? SeamsModel.From(seams) : null,
        job is { Status: JobStatus.Succeeded, ResultItemId: { } itemId, OutputName.Length: > 0 }
            ? JobResultModel.Of(job, itemId, baseAddress)
            : null,
        job is { Status: JobStatus.Executing, SectionsDone: > 0, OutputName.Length: > 0 } && !ToolBody.MakesFeatures(job)
            ? new PartialResultModel(Addresses.ImageServer(baseAddress, job.OutputName)) : null,
        job.Task,
        job is { Status: JobStatus.Succeeded, OutputName.Length: 0, ResultValue: { } value } ? JsonNode.Parse(value) : null);
}

/// <summary>What a job made.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Raster">Address of the classified cloud-optimised GeoTIFF, of a job that makes one; answers range requests.</param>
/// <param name="ImageServer">Address of its image service.</param>
/// <param name="Features">Address of the features as GeoJSON, of a job that makes a table of them; <c>/data</c> of the item is a GeoPackage.</param>
/// <param name="FeatureServer">Address of their feature service.</param>
/// <param name="Confidence">How sure the network was, where the job was asked for it.</param>
internal sealed record JobResultModel(string ItemId, string? Raster, string? ImageServer, string? Features, string? FeatureServer, ConfidenceModel? Confidence)
{
    public static JobResultModel Of(AnalysisJob job, string itemId, Uri baseAddress) => ToolBody.MakesFeatures(job)
        ? new JobResultModel(itemId, null, null, Addresses.ItemFeatures(baseAddress, itemId), Addresses.FeatureServer(baseAddress, job.OutputName), null)
        : new JobResultModel(itemId, Addresses.ItemData(baseAddress, itemId), Addresses.ImageServer(baseAddress, job.OutputName), null, null, ConfidenceModel.Of(job, baseAddress));
}

/// <summary>The second raster of a job: how sure its network was of each pixel.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Raster">Address of the cloud-optimised GeoTIFF, with a band of Byte for each measure; answers range requests.</param>
/// <param name="ImageServer">Address of its image service.</param>
internal sealed record ConfidenceModel(string ItemId, string Raster, string ImageServer)
{
    public static ConfidenceModel? Of(AnalysisJob job, Uri baseAddress) => ConfidenceResult.Of(job) is { } result
        ? new ConfidenceModel(result.ItemId, Addresses.ItemData(baseAddress, result.ItemId), Addresses.ImageServer(baseAddress, result.ServiceName)) : null;
}

/// <summary>What a running job has made so far.</summary>
/// <param name="ImageServer">Address of the image service, which shows the finished sections; it becomes that of the result.</param>
internal sealed record PartialResultModel(string ImageServer);

/// <summary>Sections of a job.</summary>
/// <param name="Total">All; 0 before the plan is made.</param>
/// <param name="Done">Finished.</param>
internal sealed record JobSectionsModel(int Total, int Done);
