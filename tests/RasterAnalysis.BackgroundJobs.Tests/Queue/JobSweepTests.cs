using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Tests.Queue;

/// <summary>Jobs that the queue has forgotten are queued again, and no others.</summary>
public sealed class JobSweepTests
{
    [Theory]
    [InlineData(JobStatus.Submitted, false, false, true)]
    [InlineData(JobStatus.Waiting, false, false, true)]
    [InlineData(JobStatus.Executing, false, false, true)] // the node that had it is gone
    [InlineData(JobStatus.Cancelling, false, false, true)]
    [InlineData(JobStatus.Submitted, true, false, false)]
    [InlineData(JobStatus.Executing, false, true, false)]
    [InlineData(JobStatus.Cancelling, false, true, false)]
    [InlineData(JobStatus.Succeeded, false, false, false)]
    public async Task A_job_is_queued_once_when_it_was_seen_forgotten_for_a_while(JobStatus status, bool isQueued, bool isHeld, bool isQueuedAgain)
    {
        await using var host = await JobsHost.StartAsync();
        var job = Some.Job() with { Status = isHeld ? JobStatus.Submitted : status };
        await host.Jobs.TryCreateAsync(job, []);
        if (isHeld)
        {
            await host.Jobs.TryBeginAsync(job.Id, "run", TimeSpan.FromHours(1));
            await host.Jobs.TryMoveAsync(job.Id, status);
        }

        var clock = new Clock();
        var sweep = new JobSweep(host.Jobs, host.Get<IJobQueue>(), new Contents(isQueued ? [job.Id] : []), clock, NullLogger<JobSweep>.Instance);

        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        clock.Now += TimeSpan.FromSeconds(59);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        Assert.Empty(host.Queued);

        clock.Now += TimeSpan.FromSeconds(2);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isQueuedAgain ? [job.Id] : [], host.Queued);
    }

    private sealed class Contents(HashSet<string> ids) : IQueueContents
    {
        public IReadOnlySet<string> JobIds() => ids;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
