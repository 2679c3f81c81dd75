using RasterAnalysis.Jobs;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Jobs in memory.</summary>
internal sealed class FakeJobStore : IJobStore
{
    private readonly Dictionary<string, AnalysisJob> _jobs = [];
    private readonly Dictionary<string, List<JobMessage>> _messages = [];

    public IReadOnlyCollection<AnalysisJob> All => _jobs.Values;

    /// <summary>Changes a job as its runner would.</summary>
    public void Change(string jobId, Func<AnalysisJob, AnalysisJob> change) => _jobs[jobId] = change(_jobs[jobId]);

    public Task<bool> TryCreateAsync(AnalysisJob job, IReadOnlyList<JobMessage> messages, UnfinishedLimit? limit = null, CancellationToken cancellationToken = default)
    {
        _jobs.Add(job.Id, job);
        _messages.Add(job.Id, [.. messages]);
        return Task.FromResult(true);
    }

    public Task<AnalysisJob?> FindAsync(string jobId, CancellationToken cancellationToken = default) => Task.FromResult(_jobs.GetValueOrDefault(jobId));

    public Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, JobStatus? status = null, string? owner = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<AnalysisJob>>([.. _jobs.Values.Where(job => (status is null || job.Status == status) && (owner is null || job.Owner == owner)).Skip(skip).Take(take)]);

    public Task<int> CountAsync(JobStatus? status, string? owner = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(_jobs.Values.Count(job => (status is null || job.Status == status) && (owner is null || job.Owner == owner)));

    public Task<IReadOnlyList<AnalysisJob>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<AnalysisJob>>([.. _jobs.Values.Where(job => !job.Status.IsFinal())]);

    public Task<IReadOnlyList<UnfinishedCount>> CountUnfinishedAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<UnfinishedCount>>(
        [.. _jobs.Values.Where(job => !job.Status.IsFinal()).CountBy(job => (job.Task, job.Status)).Select(pair => new UnfinishedCount(pair.Key.Task, pair.Key.Status, pair.Value))]);

    public Task<AnalysisJob?> FindUnfinishedAsync(string outputName, CancellationToken cancellationToken = default) => Task.FromResult(
        _jobs.Values.FirstOrDefault(job => !job.Status.IsFinal() && job.OutputName.Equals(outputName, StringComparison.OrdinalIgnoreCase)));

    public Task<IReadOnlyList<JobMessage>> MessagesAsync(string jobId, int skip = 0, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<JobMessage>>([.. _messages[jobId].Skip(skip)]);

    public Task<ILookup<string, JobMessage>> MessagesAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default) =>
        Task.FromResult(jobIds.SelectMany(id => _messages[id].Select(message => (id, message))).ToLookup(pair => pair.id, pair => pair.message));

    public Task AddMessageAsync(string jobId, JobMessageType type, string text, CancellationToken cancellationToken = default)
    {
        _messages[jobId].Add(new JobMessage(type, text, DateTimeOffset.UnixEpoch));
        return Task.CompletedTask;
    }

    public Task<bool> TryBeginAsync(
        string jobId, string runId, TimeSpan lease, IReadOnlyList<JobMessage>? messages = null, CancellationToken cancellationToken = default) =>
        TryMoveAsync(jobId, JobStatus.Executing, cancellationToken: cancellationToken);

    public Task<bool> HoldAsync(string jobId, string runId, TimeSpan lease, CancellationToken cancellationToken = default) => Task.FromResult(true);

    public Task<bool> TryMoveAsync(
        string jobId, JobStatus to, string? resultItemId = null, IReadOnlyList<JobMessage>? messages = null, string? runId = null, CancellationToken cancellationToken = default)
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
}
