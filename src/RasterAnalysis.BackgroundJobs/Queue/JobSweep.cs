using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>
/// Queues jobs again that are unfinished, that nobody works on, and that the queue has forgotten: it could not be reached when they were submitted, or it
/// took them for done when the node that had them was gone. The database is the truth about jobs, not the queue.
/// </summary>
/// <remarks>Several nodes may queue the same job: one run has it, and the others leave it alone.</remarks>
internal sealed class JobSweep(IJobStore jobs, IJobQueue queue, IQueueContents contents, TimeProvider time, ILogger<JobSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>How long a job must have been seen so: between two states it may look forgotten for a moment.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _forgotten = new(StringComparer.Ordinal);

    /// <summary>Looks once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var unfinished = (await jobs.ListUnfinishedAsync(cancellationToken)).Where(job => !(job.HeldUntil > now)).ToDictionary(job => job.Id);
        var queued = unfinished.Count > 0 ? contents.JobIds() : new HashSet<string>();
        foreach (var id in _forgotten.Keys.Where(id => !unfinished.ContainsKey(id) || queued.Contains(id)).ToArray())
        {
            _forgotten.Remove(id);
        }

        foreach (var job in unfinished.Values.Where(job => !queued.Contains(job.Id)))
        {
            if (_forgotten.TryAdd(job.Id, now) || now - _forgotten[job.Id] < Grace)
            {
                continue;
            }

            _forgotten.Remove(job.Id);
            logger.LogWarning("Job {JobId} is {Status}, and neither queued nor worked on; it is queued again", job.Id, job.Status);
            queue.Enqueue(job);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "The queue could not be compared with the jobs; that is done again soon");
            }
        }
    }
}
