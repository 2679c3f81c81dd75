using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>What a tool whose jobs go section by section over a raster says to them, and makes of their sections.</summary>
/// <remarks>Thread-safe; without a state.</remarks>
internal interface ISectionedTool
{
    /// <summary>What its jobs do, for their first message: <c>Classifying</c>.</summary>
    string Doing { get; }

    /// <summary>What its jobs have done, for those that take a result over: <c>classified</c>.</summary>
    string Done { get; }

    /// <summary>What is put together from the sections, for messages: <c>classified raster</c>.</summary>
    string Product { get; }

    /// <summary>Brings what only this tool reads, before a job is planned.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Its request.</param>
    /// <param name="scratch">Its folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The request that is planned.</returns>
    Task<JobRequest> PrepareAsync(AnalysisJob job, JobRequest request, JobScratch scratch, CancellationToken cancellationToken) => Task.FromResult(request);

    /// <summary>What users should know of the sections, once all are done.</summary>
    IEnumerable<string> Warnings(IReadOnlyList<JobSection> sections);

    /// <summary>The requests by which the parts of a job are put together, each to a file of its own.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Its request.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="sections">All its sections, done.</param>
    /// <param name="scratch">Its folder.</param>
    /// <returns>Each request, and the file that it makes.</returns>
    IReadOnlyList<(InstanceRequest.Assemble Request, ResultFile File)> Assembly(
        AnalysisJob job, JobRequest request, IReadOnlyList<JobPart> parts, IReadOnlyList<JobSection> sections, JobScratch scratch);

    /// <summary>Makes an item of the files.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Its request.</param>
    /// <param name="results">The files.</param>
    /// <param name="plan">Its parts.</param>
    /// <param name="source">The item that the files were copied from; null where the job made them.</param>
    /// <param name="instances">Lends instances.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<CatalogItem> PublishAsync(
        AnalysisJob job, JobRequest request, IReadOnlyList<ResultFile> results, JobPlan plan, CatalogItem? source, JobInstances instances, CancellationToken cancellationToken);
}
