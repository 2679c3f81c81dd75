using RasterAnalysis.Access;

namespace RasterAnalysis.Jobs;

/// <summary>
/// Jobs as the one who asks may know them: their own, and for administrators all. Everything that answers requests takes it in place of <see cref="IJobStore"/>, which a test holds.
/// </summary>
public sealed class CallerJobs(IJobStore jobs, CurrentCaller current)
{
    /// <summary>Who asks.</summary>
    public Caller Caller => current.Value;

    /// <summary>A job.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    public async Task<AnalysisJob> RequireAsync(string jobId, CancellationToken cancellationToken = default)
    {
        Caller.Require(Rights.Read);
        return await jobs.FindAsync(jobId, cancellationToken).ConfigureAwait(false) is { } job && IsTheirs(job) ? job : throw new NotFoundException("job", jobId);
    }

    /// <summary>A job that they may cancel.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="ForbiddenException">They may look at it only.</exception>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    public async Task<AnalysisJob> RequireOwnAsync(string jobId, CancellationToken cancellationToken = default)
    {
        Caller.Require(Rights.Submit);
        return await RequireAsync(jobId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A part of their jobs, the newest first.</summary>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="status">Only those in a state; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    public Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, JobStatus? status, CancellationToken cancellationToken = default) =>
        jobs.ListAsync(skip, take, status, Owner, cancellationToken);

    /// <summary>How many jobs they have in a state, or in all.</summary>
    public Task<int> CountAsync(JobStatus? status, CancellationToken cancellationToken = default) => jobs.CountAsync(status, Owner, cancellationToken);

    /// <summary>Messages of a job in order, from a place in their list on.</summary>
    public Task<IReadOnlyList<JobMessage>> MessagesAsync(AnalysisJob job, int skip = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return jobs.MessagesAsync(job.Id, skip, cancellationToken);
    }

    /// <summary>Messages of several jobs, by job and in order.</summary>
    public Task<ILookup<string, JobMessage>> MessagesAsync(IEnumerable<AnalysisJob> of, CancellationToken cancellationToken = default) =>
        jobs.MessagesAsync([.. of.Select(job => job.Id)], cancellationToken);

    /// <summary>Whose jobs they see; null for everybody's.</summary>
    private string? Owner
    {
        get
        {
            Caller.Require(Rights.Read);
            return Caller.IsAdministrator ? null : Caller.Name;
        }
    }

    private bool IsTheirs(AnalysisJob job) => Caller.IsAdministrator || job.Owner == Caller.Name;
}
