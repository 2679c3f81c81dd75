namespace RasterAnalysis.Jobs;

/// <summary>Finds what earlier jobs have already computed.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface IResultCache
{
    /// <summary>Notes a job's keys.</summary>
    Task NoteAsync(string jobId, WorkKeys keys, CancellationToken cancellationToken = default);

    /// <summary>The newest job that succeeded with the same result key; null when there is none.</summary>
    Task<AnalysisJob?> FindResultAsync(string resultKey, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes over the sections that a failed job with the same key has finished. No other job gets them; the same one gets them again, so that it
    /// may go on after a crash.
    /// </summary>
    /// <param name="sectionsKey">The key.</param>
    /// <param name="heirId">The job that takes them over.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Id of the failed job; null when there is none.</returns>
    Task<string?> InheritAsync(string sectionsKey, string heirId, CancellationToken cancellationToken = default);

    /// <summary>Forgets the sections of a failed job: their files are gone.</summary>
    Task ForgetSectionsAsync(string jobId, CancellationToken cancellationToken = default);
}
