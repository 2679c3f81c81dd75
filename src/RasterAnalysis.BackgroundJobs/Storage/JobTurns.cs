using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Says whose turn it is on a queue of tools, fairly between the owners of jobs: one owner's thousand do not keep another's one waiting.</summary>
/// <remarks>Thread-safe, and safe between processes that share the database: what it names is not taken yet, and only one of those that hear of it can begin it.</remarks>
internal sealed class JobTurns(IDbContextFactory<RasterAnalysisDbContext> contexts, ToolRegistry tools, TimeProvider time)
{
    /// <summary>
    /// How much longer than its lease a run must be silent before a turn takes its job: after a database that was away for a moment, runs that are alive say so within seconds. Lease and
    /// this together are less than it takes Hangfire to give the turn of a node that is gone to another.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly JobStatus[] Unfinished = [.. Enum.GetValues<JobStatus>().Where(status => !status.IsFinal())];

    /// <summary>
    /// The job to begin next. Of the owners with jobs that no run has: the one with the fewest in work; of these the one whose last start is the longest ago; then the one who
    /// submitted first. Of that owner's jobs the one that was submitted first.
    /// </summary>
    /// <param name="queue">One of <see cref="ToolQueues"/>: only its jobs count, waiting, in work and started. Those of a tool that is not here count everywhere.</param>
    /// <param name="except">Jobs that who asks could not begin.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Id of a job that waits, or whose run is silent; null when there is none.</returns>
    public async Task<string?> NextAsync(string queue, IReadOnlyCollection<string> except, CancellationToken cancellationToken)
    {
        string[] elsewhere = [.. tools.All.Where(tool => tool.Queue != queue).Select(tool => tool.Name)];
        var silent = time.GetUtcNow() - Patience;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var here = context.Jobs.Where(job => !elsewhere.Contains(job.Task));

        // by the index of what is open, so that the jobs of years that are over cost nothing
        var open = here.Where(job => Unfinished.Contains(job.Status));
        while (true)
        {
            var next = await open.GroupBy(job => job.Owner)
                .Select(own => new
                {
                    Owner = own.Key,
                    InWork = own.Count(job => job.HeldUntil >= silent),
                    First = own.Min(job => (job.HeldUntil == null || job.HeldUntil < silent) && !except.Contains(job.Id) ? (DateTimeOffset?)job.Submitted : null),
                })
                .Where(own => own.First != null)
                .OrderBy(own => own.InWork)
                .ThenBy(own => here.Where(job => job.Owner == own.Owner && job.Started != null)
                    .OrderByDescending(job => job.Started).Select(job => job.Started).FirstOrDefault() ?? DateTimeOffset.MinValue)
                .ThenBy(own => own.First).ThenBy(own => own.Owner)
                .FirstOrDefaultAsync(cancellationToken);
            if (next is null)
            {
                return null;
            }

            // few were submitted in the same moment; by their owner SQLite would go through all that the owner ever had
            var first = await open.Where(job => job.Submitted == next.First && (job.HeldUntil == null || job.HeldUntil < silent) && !except.Contains(job.Id))
                .OrderBy(job => job.Id).Select(job => new { job.Id, job.Owner }).ToListAsync(cancellationToken);
            if (first.Find(job => job.Owner == next.Owner) is { } found)
            {
                return found.Id;
            }

            // somebody began it between the two questions
        }
    }
}
