namespace RasterAnalysis.Jobs;

/// <summary>The truth about jobs and their messages. Their sections are in the <see cref="ISectionJournal"/>.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database.</remarks>
public interface IJobStore
{
    /// <summary>Stores a new job, which holds its output name from then on, if it has one, or the item that it is to fill.</summary>
    /// <param name="job">The job.</param>
    /// <param name="messages">Its first messages.</param>
    /// <param name="limit">How many may be unfinished with it; exact, however many are submitted at once. Null for no limit.</param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <returns>
    /// Whether it was stored; false when an item or another unfinished job has the name, or when the item to fill is gone or another job's.
    /// </returns>
    /// <exception cref="InvalidRequestException">The limit is reached.</exception>
    /// <exception cref="QuotaException">The owner's own is.</exception>
    Task<bool> TryCreateAsync(AnalysisJob job, IReadOnlyList<JobMessage> messages, UnfinishedLimit? limit = null, CancellationToken cancellationToken = default);

    /// <summary>A job; null when there is none of that id.</summary>
    Task<AnalysisJob?> FindAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Jobs, the newest first.</summary>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="status">Only those in a state; null for all.</param>
    /// <param name="owner">Only those of a user; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, JobStatus? status = null, string? owner = null, CancellationToken cancellationToken = default);

    /// <summary>How many jobs there are in a state, or in all; of a user, or of all.</summary>
    Task<int> CountAsync(JobStatus? status, string? owner = null, CancellationToken cancellationToken = default);

    /// <summary>Jobs that are in no final state, the oldest first.</summary>
    Task<IReadOnlyList<AnalysisJob>> ListUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>How many jobs are in no final state, by task and state; what there is none of is left out.</summary>
    Task<IReadOnlyList<UnfinishedCount>> CountUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>The unfinished job that will make an image service of a name, whatever its case; null when there is none.</summary>
    Task<AnalysisJob?> FindUnfinishedAsync(string outputName, CancellationToken cancellationToken = default);

    /// <summary>Messages of a job in order, from a place in their list on.</summary>
    Task<IReadOnlyList<JobMessage>> MessagesAsync(string jobId, int skip = 0, CancellationToken cancellationToken = default);

    /// <summary>Messages of several jobs, by job and in order.</summary>
    Task<ILookup<string, JobMessage>> MessagesAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default);

    /// <summary>Adds a message at the end.</summary>
    Task AddMessageAsync(string jobId, JobMessageType type, string text, CancellationToken cancellationToken = default);

    /// <summary>Gives a job that waits to a run, which is executing it from then on; also one that is executing where the run that had it is silent.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="runId">The run.</param>
    /// <param name="lease">How long the run has it before it must say again that it does.</param>
    /// <param name="messages">Messages that are added if it begins, in the same step; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the run has it.</returns>
    Task<bool> TryBeginAsync(string jobId, string runId, TimeSpan lease, IReadOnlyList<JobMessage>? messages = null, CancellationToken cancellationToken = default);

    /// <summary>Says that a run still has its job.</summary>
    /// <returns>Whether it has; false when another run took it, or when it is over.</returns>
    Task<bool> HoldAsync(string jobId, string runId, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Moves a job to another state, if <see cref="JobTransitions"/> allows it from the state that it is in.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="to">The new state.</param>
    /// <param name="resultItemId">The result's item, for <see cref="JobStatus.Succeeded"/>.</param>
    /// <param name="messages">Messages that are added if it moves, in the same step; null for none.</param>
    /// <param name="runId">The run that must have the job for it to move; null for any.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the job moved; false when its state does not allow it or there is no such job.</returns>
    Task<bool> TryMoveAsync(
        string jobId, JobStatus to, string? resultItemId = null, IReadOnlyList<JobMessage>? messages = null, string? runId = null, CancellationToken cancellationToken = default);

    /// <summary>Records how far a job is. Never goes backwards.</summary>
    Task SetProgressAsync(string jobId, double percent, string text, CancellationToken cancellationToken = default);

    /// <summary>Records <see cref="AnalysisJob.ResultValue"/> ahead of the job's move to <see cref="JobStatus.Succeeded"/>.</summary>
    Task SetResultValueAsync(string jobId, string json, CancellationToken cancellationToken = default);
}
