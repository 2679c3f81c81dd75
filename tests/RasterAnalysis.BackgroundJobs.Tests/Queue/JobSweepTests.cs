using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.Queue;

/// <summary>Turns that the queue has forgotten are queued again, and no others.</summary>
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
        var sweep = Sweep(host, new Contents(isQueued ? 1 : 0, 0), clock);

        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        clock.Now += TimeSpan.FromSeconds(59);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        Assert.Empty(host.Queued);

        clock.Now += TimeSpan.FromSeconds(2);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isQueuedAgain ? [job.Id] : [], host.Queued);
    }

    [Fact]
    public async Task As_many_turns_are_queued_as_are_missing_in_each_queue()
    {
        await using var host = await JobsHost.StartAsync();
        AnalysisJob[] jobs = [.. Enumerable.Range(0, 5).Select(i => Some.Job() with { Submitted = DateTimeOffset.UnixEpoch.AddSeconds(i) })];
        var aboutModel = Some.Job("") with { Task = ModelTaskNames.QueryInfo };
        foreach (var job in jobs.Append(aboutModel))
        {
            await host.Jobs.TryCreateAsync(job, []);
        }

        await host.Jobs.TryBeginAsync(jobs[0].Id, "run", TimeSpan.FromHours(1)); // its turn was taken, and is not missing
        var clock = new Clock();
        var sweep = Sweep(host, new Contents(rasters: 2, models: 4), clock);

        await sweep.SweepAsync(TestContext.Current.CancellationToken);
        clock.Now += TimeSpan.FromSeconds(61);
        await sweep.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal([jobs[1].Id, jobs[2].Id], host.Queued);
        Assert.Empty(host.QueuedModelTasks);
    }

    private static JobSweep Sweep(JobsHost host, IQueueContents contents, Clock clock) =>
        new(host.Jobs, host.Get<IJobQueue>(), contents, host.Get<ToolRegistry>(), clock, NullLogger<JobSweep>.Instance);

    private sealed class Contents(long rasters, long models) : IQueueContents
    {
        public long Turns(string queue) => queue == ToolQueues.Rasters ? rasters : models;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
