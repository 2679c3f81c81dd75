using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>Stores the jobs of tools whose results have a name, and queues them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class JobIntake(ICatalogStore catalog, IFolderStore folders, IJobStore jobs, IJobQueue queue, JobLimits limits, IAudit audit)
{
    private readonly OutputResolver _outputs = new(catalog, folders);

    private UnfinishedLimit Limit => new(limits.MaxUnfinishedJobs, MostOfOwner: limits.MaxUnfinishedPerUser);

    /// <summary>Refuses a job before anything is looked at; whether there is room is decided when it is stored.</summary>
    /// <exception cref="InvalidRequestException">There are as many as may be.</exception>
    public async Task RefuseWhenFullAsync(CancellationToken cancellationToken) => Limit.RefuseAnother(await jobs.CountUnfinishedAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>See <see cref="OutputResolver.ResolveAsync"/>.</summary>
    public Task<ResolvedOutput> ResolveAsync(OutputRequest request, string title, Uri baseAddress, Caller caller, List<RequestError> errors, CancellationToken cancellationToken) =>
        _outputs.ResolveAsync(request, title, baseAddress, caller, errors, cancellationToken);

    /// <summary>Stores a job and queues it.</summary>
    /// <param name="make">Makes the job for where its result goes.</param>
    /// <param name="messages">Its first messages.</param>
    /// <param name="output">Where that is; null for a job that makes no item.</param>
    /// <param name="again">Finds that anew, where somebody took the name or the item in between; faults go to the list.</param>
    /// <returns>The stored job.</returns>
    /// <exception cref="InvalidRequestException">The name is taken, or there are as many jobs as may be.</exception>
    /// <exception cref="QuotaException">The owner has as many unfinished jobs as one may have.</exception>
    public async Task<AnalysisJob> SubmitAsync(
        Func<ResolvedOutput?, AnalysisJob> make, IReadOnlyList<JobMessage> messages, ResolvedOutput? output, Func<List<RequestError>, Task<ResolvedOutput>> again)
    {
        var job = make(output);
        while (!await jobs.TryCreateAsync(job, messages, Limit, CancellationToken.None).ConfigureAwait(false))
        {
            var errors = new List<RequestError>();
            output = await again(errors).ConfigureAwait(false);
            job = errors.Count == 0 ? make(output) : throw new InvalidRequestException(errors);
        }

        if (output is { ItemId: { } itemId, Folder.Length: > 0 })
        {
            await catalog.ChangeAsync(itemId, item => item with { Folder = output.Folder }, CancellationToken.None).ConfigureAwait(false);
        }

        queue.Enqueue(job.Id, job.Task);
        await audit.RecordAsync(new AuditEvent(AuditAction.JobSubmitted) { Kind = "job", Target = job.Id, TargetName = job.OutputName, Detail = job.Task }).ConfigureAwait(false);
        return job;
    }
}
