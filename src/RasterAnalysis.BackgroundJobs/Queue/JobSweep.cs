using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>
/// Queues turns again that the queue has forgotten: it could not be reached when a job was submitted, or it took a turn for done when the node that had it was gone. The database is
/// the truth about jobs, not the queue: as many turns have to wait there as jobs that are unfinished and that nobody works on.
/// </summary>
/// <remarks>Several nodes may queue the same turns: those that find no job are over at once.</remarks>
internal sealed class JobSweep(IJobStore jobs, IJobQueue queue, IQueueContents contents, ToolRegistry tools, TimeProvider time, ILogger<JobSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>How long turns must have been missing: between two states of a job it may look so for a moment.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    // by queue, since when
    private readonly Dictionary<string, DateTimeOffset> _missing = new(StringComparer.Ordinal);

    /// <summary>Looks once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = (await jobs.ListUnfinishedAsync(cancellationToken)).Where(job => !(job.HeldUntil > now)).ToLookup(job => tools.QueueOf(job.Task));
        foreach (var name in ToolQueues.All)
        {
            // not asked of a queue that nobody waits for: it may be away
            var missing = waiting[name].Any() ? waiting[name].Count() - contents.Turns(name) : 0;
            if (missing <= 0)
            {
                _missing.Remove(name);
            }
            else if (!_missing.TryAdd(name, now) && now - _missing[name] >= Grace)
            {
                _missing.Remove(name);
                logger.LogWarning("{Missing} jobs of the queue {Queue} are neither queued nor worked on; they are queued again", missing, name);
                foreach (var job in waiting[name].Take((int)missing))
                {
                    queue.Enqueue(job.Id, job.Task);
                }
            }
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
