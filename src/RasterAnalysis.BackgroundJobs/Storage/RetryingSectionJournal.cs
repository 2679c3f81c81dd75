using RasterAnalysis.Jobs;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>The journal of sections for those who run jobs: it waits for a database that cannot answer just now. See <see cref="RetryPolicy"/>.</summary>
internal sealed class RetryingSectionJournal(ISectionJournal journal, RetryPolicy retries) : ISectionJournal
{
    public Task SetAsync(string jobId, IReadOnlyList<JobSection> sections, SeamReport? seams, CancellationToken cancellationToken) =>
        retries.TryAsync(() => journal.SetAsync(jobId, sections, seams, cancellationToken), cancellationToken);

    public Task<int?> ClaimAsync(string jobId, string claimant, TimeSpan lease, CancellationToken cancellationToken) =>
        retries.TryAsync(_ => journal.ClaimAsync(jobId, claimant, lease, cancellationToken), cancellationToken);

    public Task<bool> RenewAsync(string jobId, int number, string claimant, TimeSpan lease, CancellationToken cancellationToken) =>
        retries.TryAsync(_ => journal.RenewAsync(jobId, number, claimant, lease, cancellationToken), cancellationToken);

    public Task<bool> CompleteAsync(string jobId, int number, string claimant, string outcome, string? hash, CancellationToken cancellationToken) =>
        retries.TryAsync(_ => journal.CompleteAsync(jobId, number, claimant, outcome, hash, cancellationToken), cancellationToken);

    public Task ReopenAsync(string jobId, int number, CancellationToken cancellationToken) =>
        retries.TryAsync(() => journal.ReopenAsync(jobId, number, cancellationToken), cancellationToken);

    public Task ReleaseAsync(string jobId, CancellationToken cancellationToken) =>
        retries.TryAsync(() => journal.ReleaseAsync(jobId, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<JobSection>> ListAsync(string jobId, CancellationToken cancellationToken) =>
        retries.TryAsync(_ => journal.ListAsync(jobId, cancellationToken), cancellationToken);
}
