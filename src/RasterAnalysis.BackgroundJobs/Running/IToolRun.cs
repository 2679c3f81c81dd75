using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Runs the jobs of a tool; registered under the tool's name.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface IToolRun
{
    /// <summary>Works on a job until its result is published or written down. A job that was cut off is given again.</summary>
    /// <returns>The item that it made; null for none.</returns>
    Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken);
}
