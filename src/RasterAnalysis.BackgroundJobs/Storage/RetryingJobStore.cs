using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>The store of jobs for those who run them: it waits for a database that cannot answer just now. See <see cref="RetryPolicy"/>.</summary>
internal sealed class RetryingJobStore(IJobStore store, RetryPolicy retries) : IJobStore
{
    public Task<bool> TryCreateAsync(AnalysisJob job, IReadOnlyList<JobMessage> messages, UnfinishedLimit? limit = null, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.TryCreateAsync(job, messages, limit, cancellationToken), cancellationToken);

    public Task<AnalysisJob?> FindAsync(string jobId, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.FindAsync(jobId, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, JobStatus? status = null, string? owner = null, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.ListAsync(skip, take, status, owner, cancellationToken), cancellationToken);

    public Task<int> CountAsync(JobStatus? status, string? owner = null, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.CountAsync(status, owner, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AnalysisJob>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.ListUnfinishedAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<UnfinishedCount>> CountUnfinishedAsync(CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.CountUnfinishedAsync(cancellationToken), cancellationToken);

    public Task<AnalysisJob?> FindUnfinishedAsync(string outputName, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.FindUnfinishedAsync(outputName, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<JobMessage>> MessagesAsync(string jobId, int skip = 0, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.MessagesAsync(jobId, skip, cancellationToken), cancellationToken);

    public Task<ILookup<string, JobMessage>> MessagesAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.MessagesAsync(jobIds, cancellationToken), cancellationToken);

    public Task AddMessageAsync(string jobId, JobMessageType type, string text, CancellationToken cancellationToken = default) =>
        retries.TryAsync(() => store.AddMessageAsync(jobId, type, text, cancellationToken), cancellationToken);

    public Task<bool> TryBeginAsync(
        string jobId, string runId, TimeSpan lease, IReadOnlyList<JobMessage>? messages = null, CancellationToken cancellationToken = default) => retries.TryAsync(
        async attempt => await store.TryBeginAsync(jobId, runId, lease, messages, cancellationToken)
            || (attempt > 0 && await store.HoldAsync(jobId, runId, lease, cancellationToken)),
        cancellationToken);

    public Task<bool> HoldAsync(string jobId, string runId, TimeSpan lease, CancellationToken cancellationToken = default) =>
        retries.TryAsync(_ => store.HoldAsync(jobId, runId, lease, cancellationToken), cancellationToken);

    public Task<bool> TryMoveAsync(
        string jobId, JobStatus to, string? resultItemId = null, IReadOnlyList<JobMessage>? messages = null, string? runId = null,
        CancellationToken cancellationToken = default) => retries.TryAsync(
        async attempt =>
        {
            // the answer to an earlier try may have been lost after it was done
            return await store.TryMoveAsync(jobId, to, resultItemId, messages, runId, cancellationToken)
                || (attempt > 0 && await store.FindAsync(jobId, cancellationToken) is { } job && job.Status == to && job.ResultItemId == resultItemId);
        },
        cancellationToken);

    public Task SetResultValueAsync(string jobId, string json, CancellationToken cancellationToken = default) =>
        retries.TryAsync(() => store.SetResultValueAsync(jobId, json, cancellationToken), cancellationToken);

    /// <summary>Progress is for people to look at, so it is left out rather than waited for.</summary>
    public async Task SetProgressAsync(string jobId, double percent, string text, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.SetProgressAsync(jobId, percent, text, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.IsPassing(exception))
        {
            // the next report is not far
        }
    }
}
