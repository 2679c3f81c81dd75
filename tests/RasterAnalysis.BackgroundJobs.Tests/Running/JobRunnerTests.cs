using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>Runs of a job: how one goes on from another, when one leaves a job alone, and what is left when somebody cancels.</summary>
public sealed class JobRunnerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_job_that_is_cancelled_before_it_began_never_begins()
    {
        await using var five = await FiveSections.StartAsync();
        var job = await five.AddAsync();

        Assert.Equal(JobStatus.Cancelled, (await CancelAsync(five, job)).Status);
        await five.RunAsync(job);

        Assert.Equal(["Cancelled before it began."], await five.SaidAsync(job));
        Assert.False(Directory.Exists(five.Host.Layout.JobFolder(job.Id)));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_while_it_waits_to_go_on_leaves_nothing()
    {
        await using var five = await FiveSections.StartAsync("hang:2:once");
        var job = await five.AddAsync();
        await StopInTheMiddleAsync(five, job);
        Assert.True(Directory.Exists(five.Host.Layout.JobFolder(job.Id)));

        Assert.Equal(JobStatus.Cancelled, (await CancelAsync(five, job)).Status);

        Assert.Equal("Cancelled while it waited.", (await five.SaidAsync(job))[^1]);
        await AssertNothingLeftAsync(five, job);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("2")]
    [InlineData("assembly")]
    public async Task A_job_that_is_cancelled_while_it_runs_ends_its_processes_and_leaves_nothing(string step)
    {
        await using var five = await FiveSections.StartAsync($"hang:{step}:once");
        var job = await five.AddAsync();
        var run = five.RunAsync(job);
        var hanging = await five.StruckAsync();

        Assert.Contains((await CancelAsync(five, job)).Status, (JobStatus[])[JobStatus.Cancelling, JobStatus.Cancelled]);
        await run;

        Assert.False(FiveSections.IsRunning(hanging));
        Assert.Equal(JobStatus.Cancelled, (await five.Host.Jobs.FindAsync(job.Id))!.Status);
        Assert.StartsWith("Cancelled at ", (await five.SaidAsync(job))[^1], StringComparison.Ordinal);
        Assert.Empty(await five.SaidAsync(job, JobMessageType.Error));
        await AssertNothingLeftAsync(five, job);
    }

    [Fact]
    public async Task A_cancel_that_another_machine_took_is_seen_in_the_database()
    {
        await using var five = await FiveSections.StartAsync("hang:2:once");
        var job = await five.AddAsync();
        var run = five.RunAsync(job);
        var hanging = await five.StruckAsync();

        Assert.True(await five.Host.Jobs.TryMoveAsync(job.Id, JobStatus.Cancelling));
        await run;

        Assert.False(FiveSections.IsRunning(hanging));
        Assert.Equal(JobStatus.Cancelled, (await five.Host.Jobs.FindAsync(job.Id))!.Status);
        await AssertNothingLeftAsync(five, job);
    }

    [Fact]
    public async Task A_job_that_was_stopped_in_the_middle_goes_on_with_its_plan_and_without_the_sections_that_are_done()
    {
        await using var five = await FiveSections.StartAsync("hang:2:once");
        var job = await five.AddAsync();
        await StopInTheMiddleAsync(five, job);
        Assert.Equal((JobStatus.Waiting, 2), ((await five.Host.Jobs.FindAsync(job.Id))!.Status, (await five.DoneAsync(job)).Count));
        Assert.Equal(2, await five.Host.Journal.ClaimAsync(job.Id, "a look", -Hour)); // given back, though its lease had not ended

        await five.RunAsync(job);

        await five.AssertRightAsync(job);
        Assert.Equal([1, 1, 3, 1, 1], await five.TriesAsync(job)); // the look counts
        Assert.Single(await five.SaidAsync(job), text => text.StartsWith("Classifying input.tif", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_whose_plan_was_not_yet_complete_is_planned_anew()
    {
        await using var five = await FiveSections.StartAsync("hang:2:once");
        var job = await five.AddAsync();
        await StopInTheMiddleAsync(five, job);
        File.Delete(new JobScratch(five.Host.Layout, job.Id).PartsPath);

        await five.RunAsync(job);

        await five.AssertRightAsync(job);
        Assert.Equal([1, 1, 1, 1, 1], await five.TriesAsync(job));
        Assert.Equal(2, (await five.SaidAsync(job)).Count(text => text.StartsWith("Classifying input.tif", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_step_whose_instance_ended_is_done_by_a_fresh_one()
    {
        await using var five = await FiveSections.StartAsync("crash:assembly:once");
        var job = await five.AddAsync(retries: 1);

        await five.RunAsync(job);

        await five.AssertRightAsync(job);
        var warning = Assert.Single(await five.SaidAsync(job, JobMessageType.Warning));
        Assert.StartsWith("Assembling failed (try 1 of 2): ", warning, StringComparison.Ordinal);
        Assert.Contains($"process {await five.StruckAsync()})", warning, StringComparison.Ordinal);
        Assert.Equal([1, 1, 1, 1, 1], await five.TriesAsync(job));
    }

    [Fact]
    public async Task A_job_that_another_run_has_is_left_alone_until_that_one_is_silent()
    {
        await using var five = await FiveSections.StartAsync();
        var job = await five.AddAsync();
        Assert.True(await five.Host.Jobs.TryBeginAsync(job.Id, "other", Hour));

        await five.RunAsync(job);
        Assert.Equal(("other", 0), ((await five.Host.Jobs.FindAsync(job.Id))!.RunId, (await five.SaidAsync(job)).Count));
        Assert.True(await five.Host.Jobs.HoldAsync(job.Id, "other", -Hour)); // an hour goes by
        await five.RunAsync(job);

        await five.AssertRightAsync(job);
        Assert.Equal("The node that worked on it is gone; the job goes on from its finished sections.", (await five.SaidAsync(job))[0]);
    }

    [Fact]
    public async Task A_run_whose_job_another_has_taken_ends_and_leaves_everything_to_it()
    {
        await using var five = await FiveSections.StartAsync("hang:2:once");
        var job = await five.AddAsync();
        var run = five.RunAsync(job);
        var hanging = await five.StruckAsync();
        var said = await five.SaidAsync(job);

        // by another's clock this run is silent
        var other = new EfJobStore(
            five.Host.Get<IDbContextFactory<RasterAnalysisDbContext>>(), five.Host.Get<QuickContexts>(), new FakeTimeProvider(DateTimeOffset.UtcNow + Hour), five.Host.Get<ServiceMetrics>());
        Assert.True(await other.TryBeginAsync(job.Id, "other", Hour, null, CancellationToken.None));
        await run;

        Assert.False(FiveSections.IsRunning(hanging));
        var found = (await five.Host.Jobs.FindAsync(job.Id))!;
        Assert.Equal((JobStatus.Executing, "other"), (found.Status, found.RunId));
        Assert.Equal(said, await five.SaidAsync(job));
        Assert.True(File.Exists(new JobScratch(five.Host.Layout, job.Id).SectionPath(1)));
    }

    [Fact]
    public async Task A_run_says_all_along_that_it_has_its_job()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var five = await FiveSections.StartAsync("hang:2:once", time: time);
        var job = await five.AddAsync();
        var run = five.RunAsync(job);
        await five.StruckAsync();
        var until = (await five.Host.Jobs.FindAsync(job.Id))!.HeldUntil;

        await Until.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return (await five.Host.Jobs.FindAsync(job.Id))!.HeldUntil > until;
            },
            "the run to say so");

        await CancelAsync(five, job);
        await run;
    }

    [Fact]
    public async Task The_time_that_a_job_may_take_counts_from_its_first_start()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var five = await FiveSections.StartAsync(time: time, maxJobTime: Hour);
        var job = await five.AddAsync();
        Assert.True(await five.Host.Jobs.TryBeginAsync(job.Id, "earlier", TimeSpan.FromSeconds(30)));
        time.Advance(Hour + TimeSpan.FromSeconds(1));

        await five.RunAsync(job);

        Assert.Equal(JobStatus.TimedOut, (await five.Host.Jobs.FindAsync(job.Id))!.Status);
        Assert.Contains("Limits__MaxJobTime", (await five.SaidAsync(job, JobMessageType.Error))[0], StringComparison.Ordinal);
        await AssertNothingLeftAsync(five, job);
    }

    [Fact]
    public async Task Finished_sections_of_a_failed_job_go_to_the_same_job_and_to_no_other()
    {
        await using var five = await FiveSections.StartAsync("crash:2:once");
        var (failed, other, same) = (await five.AddAsync(), await five.AddAsync("other.tif"), await five.AddAsync());
        await five.RunAsync(failed);
        Assert.Equal(JobStatus.Failed, (await five.Host.Jobs.FindAsync(failed.Id))!.Status);
        Assert.Contains(await five.SaidAsync(failed), text => text.StartsWith("Its finished sections are kept for a while", StringComparison.Ordinal));
        await AssertNothingLeftAsync(five, failed);

        await five.RunAsync(other);
        Assert.Equal([1, 1, 1, 1, 1], await five.TriesAsync(other));
        await five.RunAsync(same);

        await five.AssertRightAsync(same);
        Assert.Equal([0, 0, 1, 1, 1], await five.TriesAsync(same));
        Assert.Contains($"Job {failed.Id} failed after it had finished 2 of the same 5 sections; this job goes on from them.", await five.SaidAsync(same));
        Assert.Empty(Directory.GetDirectories(five.Host.Layout.KeptSectionsFolder));
    }

    private static Task<AnalysisJob> CancelAsync(FiveSections five, AnalysisJob job) => five.Host.Get<IJobCanceller>().CancelAsync(job.Id, CancellationToken.None);

    /// <summary>Has a job run until the fault strikes, and stops the service then.</summary>
    private static async Task StopInTheMiddleAsync(FiveSections five, AnalysisJob job)
    {
        using var stop = new CancellationTokenSource();
        var run = five.RunAsync(job, stop.Token);
        var hanging = await five.StruckAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run); // or the queue would take it for done
        Assert.False(FiveSections.IsRunning(hanging));
    }

    private static async Task AssertNothingLeftAsync(FiveSections five, AnalysisJob job)
    {
        Assert.False(Directory.Exists(five.Host.Layout.JobFolder(job.Id)));
        Assert.False(Directory.Exists(five.Host.Layout.ItemFolder(job.Id[1..])));
        Assert.Null(await five.Host.Get<ICatalogStore>().FindAsync(job.Id[1..]));
        Assert.True(await five.Host.Jobs.TryCreateAsync(Some.Job(job.OutputName), []), "the name is free again");
    }
}
