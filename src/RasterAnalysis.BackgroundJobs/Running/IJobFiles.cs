using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The files of jobs between the data folder and the data store, so that another node can go on. Without a store there is nothing to do: all nodes have one data folder.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface IJobFiles
{
    /// <summary>Brings the items that a job's request names.</summary>
    /// <exception cref="RasterAccessException">One cannot be brought.</exception>
    Task BringItemsAsync(AnalysisJob job, CancellationToken cancellationToken);

    /// <summary>Stores what a job has changed in items, and in the one that it made, before it is said to have succeeded.</summary>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    Task StoreItemsAsync(AnalysisJob job, string? resultId, CancellationToken cancellationToken);

    /// <summary>Stores a job's plan, and whatever else lies in its folder ahead of the sections.</summary>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    Task StorePlanAsync(JobScratch scratch, CancellationToken cancellationToken);

    /// <summary>Brings what <see cref="StorePlanAsync"/> has stored, unless a plan is here; where nothing was stored, or it is damaged, there is none.</summary>
    /// <exception cref="RasterAccessException">The store does not answer.</exception>
    Task BringPlanAsync(JobScratch scratch, CancellationToken cancellationToken);

    /// <summary>Stores a finished section, before it counts.</summary>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    Task StoreSectionAsync(JobScratch scratch, int number, CancellationToken cancellationToken);

    /// <summary>Brings finished sections that are not here; those that were never stored, or are damaged, stay away.</summary>
    /// <exception cref="RasterAccessException">The store does not answer.</exception>
    Task BringSectionsAsync(JobScratch scratch, IEnumerable<JobSection> sections, CancellationToken cancellationToken);

    /// <summary>Forgets a job that is over. What that cannot do just now is done by the daily sweep.</summary>
    Task RemoveAsync(string jobId);
}
