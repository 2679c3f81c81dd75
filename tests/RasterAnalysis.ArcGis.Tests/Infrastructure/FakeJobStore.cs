using RasterAnalysis.Classification;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Jobs in memory. What only the runner of jobs asks for is not here.</summary>
internal sealed class FakeJobStore : IJobStore
{
    private readonly Dictionary<string, AnalysisJob> _jobs = [];
    private readonly Dictionary<string, List<JobMessage>> _messages = [];

    public IReadOnlyCollection<AnalysisJob> All => _jobs.Values;

    /// <summary>Changes a job as its runner would.</summary>
    public void Change(string jobId, Func<AnalysisJob, AnalysisJob> change) => _jobs[jobId] = change(_jobs[jobId]);

    public Task<bool> TryCreateAsync(AnalysisJob job, IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken = default)
    {
        _jobs.Add(job.Id, job);
        _messages.Add(job.Id, [.. messages]);
        return Task.FromResult(true);
    }

    public Task<AnalysisJob?> FindAsync(string jobId, CancellationToken cancellationToken = default) => Task.FromResult(_jobs.GetValueOrDefault(jobId));

    public Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<AnalysisJob>>([.. _jobs.Values.Skip(skip).Take(take)]);

    public Task<IReadOnlyList<AnalysisJob>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<AnalysisJob>>([.. _jobs.Values.Where(job => !job.Status.IsFinal())]);

    public Task<IReadOnlyList<JobMessage>> MessagesAsync(string jobId, int skip = 0, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<JobMessage>>([.. _messages[jobId].Skip(skip)]);

    public Task AddMessageAsync(string jobId, JobMessageType type, string text, CancellationToken cancellationToken = default)
    {
        _messages[jobId].Add(new JobMessage(type, text, DateTimeOffset.UnixEpoch));
        return Task.CompletedTask;
    }

    public Task<bool> TryMoveAsync(
        string jobId, JobStatus to, string? resultItemId = null, IReadOnlyList<JobMessage>? messages = null, CancellationToken cancellationToken = default)
    {
        var isAllowed = _jobs.TryGetValue(jobId, out var job) && JobTransitions.IsAllowed(job.Status, to);
        if (isAllowed)
        {
            _jobs[jobId] = job! with { Status = to, ResultItemId = resultItemId };
        }

        return Task.FromResult(isAllowed);
    }

    public Task SetProgressAsync(string jobId, double percent, string text, CancellationToken cancellationToken = default)
    {
        Change(jobId, job => job with { Progress = percent, ProgressText = text });
        return Task.CompletedTask;
    }

    public Task SetResultValueAsync(string jobId, string json, CancellationToken cancellationToken = default)
    {
        Change(jobId, job => job with { ResultValue = json });
        return Task.CompletedTask;
    }

    public Task SetSectionsAsync(string jobId, int count, SeamReport? seams = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<int?> ClaimSectionAsync(string jobId, string claimant, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CompleteSectionAsync(
        string jobId, int number, IReadOnlyList<ClassCount> counts, long invalidScores, string? hash = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task ReopenSectionAsync(string jobId, int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ReleaseSectionsAsync(string jobId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<JobSection>> SectionsAsync(string jobId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
