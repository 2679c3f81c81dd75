using RasterAnalysis.Classification;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Jobs;

/// <summary>The truth about jobs, their messages and their sections.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface IJobStore
{
    /// <summary>Stores a new job, which holds its output name from then on, or the item that it is to fill.</summary>
    /// <returns>
    /// Whether it was stored; false when an item or another unfinished job has the name, or when the item to fill is gone or another job's.
    /// </returns>
    Task<bool> TryCreateAsync(AnalysisJob job, IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>A job; null when there is none of that id.</summary>
    Task<AnalysisJob?> FindAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Jobs, the newest first.</summary>
    Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, CancellationToken cancellationToken = default);

    /// <summary>Jobs that are in no final state, the oldest first.</summary>
    Task<IReadOnlyList<AnalysisJob>> ListUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>Messages of a job in order, from a place in their list on.</summary>
    Task<IReadOnlyList<JobMessage>> MessagesAsync(string jobId, int skip = 0, CancellationToken cancellationToken = default);

    /// <summary>Adds a message at the end.</summary>
    Task AddMessageAsync(string jobId, JobMessageType type, string text, CancellationToken cancellationToken = default);

    /// <summary>Moves a job to another state, if <see cref="JobTransitions"/> allows it from the state that it is in.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="to">The new state.</param>
    /// <param name="resultItemId">The result's item, for <see cref="JobStatus.Succeeded"/>.</param>
    /// <param name="messages">Messages that are added if it moves, in the same step; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the job moved; false when its state does not allow it or there is no such job.</returns>
    Task<bool> TryMoveAsync(
        string jobId, JobStatus to, string? resultItemId = null, IReadOnlyList<JobMessage>? messages = null, CancellationToken cancellationToken = default);

    /// <summary>Records how far a job is. Never goes backwards.</summary>
    Task SetProgressAsync(string jobId, double percent, string text, CancellationToken cancellationToken = default);

    /// <summary>Writes the sections of a job's plan, all of them not done, and its seam report; those of an earlier plan go.</summary>
    Task SetSectionsAsync(string jobId, int count, SeamReport? seams = null, CancellationToken cancellationToken = default);

    /// <summary>Claims the next section that nobody has.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="claimant">Who claims it; for people who look at the database.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The section's number; null when none is left.</returns>
    Task<int?> ClaimSectionAsync(string jobId, string claimant, CancellationToken cancellationToken = default);

    /// <summary>Records that a section's file is complete, with its hash.</summary>
    Task CompleteSectionAsync(
        string jobId, int number, IReadOnlyList<ClassCount> counts, long invalidScores, string? hash = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a finished section back whose file is lost or changed, so that it can be claimed again.</summary>
    Task ReopenSectionAsync(string jobId, int number, CancellationToken cancellationToken = default);

    /// <summary>Gives every claimed but unfinished section back; for a job whose processes are gone.</summary>
    Task ReleaseSectionsAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The sections of a job, by number.</summary>
    Task<IReadOnlyList<JobSection>> SectionsAsync(string jobId, CancellationToken cancellationToken = default);
}
