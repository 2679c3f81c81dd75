using RasterAnalysis.Tiling;

namespace RasterAnalysis.Jobs;

/// <summary>
/// The truth about the sections of jobs. A section is claimed for the length of a lease, which whoever works on it renews; a claim whose lease ran
/// out is anybody's. It counts when its file is complete.
/// </summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface ISectionJournal
{
    /// <summary>Writes the sections of a job's plan and its seam report; those of an earlier plan go.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="sections">All sections by number, each pending or done.</param>
    /// <param name="seams">Whether the tiles give what the whole raster would give.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SetAsync(string jobId, IReadOnlyList<JobSection> sections, SeamReport? seams = null, CancellationToken cancellationToken = default);

    /// <summary>Claims the next section that nobody has, or whose claim ran out.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="claimant">Who claims it; a name that no other claimant has.</param>
    /// <param name="lease">How long the claim holds unless it is renewed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The section's number; null when there is none to claim.</returns>
    Task<int?> ClaimAsync(string jobId, string claimant, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Says that the claimant is still at work: the lease begins anew.</summary>
    /// <returns>Whether the section is still the claimant's; false when its lease ran out and another took it, or the job was planned anew.</returns>
    Task<bool> RenewAsync(string jobId, int number, string claimant, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Records that a section's file is complete.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="number">The section.</param>
    /// <param name="claimant">Who claimed it.</param>
    /// <param name="outcome">What the tool says of it, as JSON.</param>
    /// <param name="hash">Hash of its file.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the section was the claimant's; if not, nothing is recorded.</returns>
    Task<bool> CompleteAsync(string jobId, int number, string claimant, string outcome, string? hash = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a finished section back whose file is lost or changed, so that it can be claimed again.</summary>
    Task ReopenAsync(string jobId, int number, CancellationToken cancellationToken = default);

    /// <summary>Gives every claimed but unfinished section back; for a job whose processes are known to be gone.</summary>
    Task ReleaseAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The sections of a job, by number.</summary>
    Task<IReadOnlyList<JobSection>> ListAsync(string jobId, CancellationToken cancellationToken = default);
}
