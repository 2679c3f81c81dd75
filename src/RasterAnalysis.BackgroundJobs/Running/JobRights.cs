using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>A job runs with the rights that its submitter has when it starts, which may be fewer than when they submitted it.</summary>
internal sealed class JobRights(ICatalogStore catalog, ICallers callers, SignInSettings signIn)
{
    /// <summary>Requires that the submitter may still submit, and may still look at the items that the job reads.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">Ids of the items, null for inputs that are none, each with the field that named it.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>The submitter.</returns>
    /// <exception cref="InvalidRequestException">They may not; names the field.</exception>
    public async Task<Caller> RequireAsync(AnalysisJob job, IEnumerable<(string? Id, string Field)> items, CancellationToken cancellationToken)
    {
        if (!signIn.IsOn)
        {
            return Caller.Everybody(job.Owner);
        }

        if (await callers.FindAsync(job.Owner, cancellationToken) is not { } caller || !caller.Has(Rights.Submit))
        {
            throw new InvalidRequestException("owner", $"{job.Owner}, who submitted the job, may submit jobs no longer.");
        }

        foreach (var (id, field) in items)
        {
            if (id is not null && (await catalog.FindAsync(id, cancellationToken) is not { } item || !caller.MaySee(item.Owner, item.Access, item.SharedWith)))
            {
                throw new InvalidRequestException(field, $"There is no item '{id}' any more that {job.Owner} may use.");
            }
        }

        return caller;
    }
}
