using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>Two processes that work on one job meet in the journal alone: none does what the other does, and what one leaves the other does.</summary>
public abstract class SectionTakeoverTests
{
    private const string Outcome = """{"counts":[],"invalidScores":17}""";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Sections_of_another_process_are_waited_for()
    {
        await using var five = await FiveSections.StartAsync(connectionString: await ConnectionStringAsync());
        var (job, scheduler) = await five.PlanAsync();
        Assert.Equal(0, await five.Host.Journal.ClaimAsync(job.Id, "other", Hour));

        var run = RunAsync(scheduler);
        await five.WaitForAsync(job, 4);
        Assert.False(run.IsCompleted);
        Assert.True(await five.Host.Journal.CompleteAsync(job.Id, 0, "other", Outcome));
        await run;

        Assert.Equal([1, 1, 1, 1, 1], await five.TriesAsync(job));
        Assert.False(File.Exists(new JobScratch(five.Host.Layout, job.Id).SectionPath(0)));
    }

    [Fact]
    public async Task A_section_of_a_process_that_is_gone_is_done_when_its_lease_ends()
    {
        await using var five = await FiveSections.StartAsync(connectionString: await ConnectionStringAsync());
        var (job, scheduler) = await five.PlanAsync();
        Assert.Equal(0, await five.Host.Journal.ClaimAsync(job.Id, "gone", Hour));

        var run = RunAsync(scheduler);
        await five.WaitForAsync(job, 4);
        Assert.Equal(1, (await five.TriesAsync(job))[0]);
        Assert.True(await five.Host.Journal.RenewAsync(job.Id, 0, "gone", -Hour)); // an hour goes by
        await run;

        Assert.Equal([2, 1, 1, 1, 1], await five.TriesAsync(job));
        Assert.Equal([0, 1, 2, 3, 4], await five.DoneAsync(job));
        Assert.True(File.Exists(new JobScratch(five.Host.Layout, job.Id).SectionPath(0)));
    }

    [Fact]
    public async Task A_section_that_takes_long_stays_with_who_works_on_it()
    {
        await using var five = await FiveSections.StartAsync("hang:0:once", await ConnectionStringAsync());
        var time = new FakeTimeProvider();
        var (job, scheduler) = await five.PlanAsync(time);
        using var stop = new CancellationTokenSource();
        var run = RunAsync(scheduler, stop.Token);
        await five.StruckAsync();
        var before = await LeaseEndsAsync(five, job.Id);

        time.Advance(SectionLease.Length / 3);

        await Until.TrueAsync(async () => await LeaseEndsAsync(five, job.Id) > before, "the renewal");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_section_that_another_has_taken_is_let_go_and_no_fault()
    {
        await using var five = await FiveSections.StartAsync("hang:0:once", await ConnectionStringAsync());
        var time = new FakeTimeProvider();
        var (job, scheduler) = await five.PlanAsync(time);
        var run = RunAsync(scheduler);
        var hanging = await five.StruckAsync();

        // this process was silent for so long that by another's clock its lease is over
        var other = new EfSectionJournal(five.Host.Get<QuickContexts>(), new FakeTimeProvider(DateTimeOffset.UtcNow + Hour));
        Assert.Equal(0, await other.ClaimAsync(job.Id, "other", Hour, CancellationToken.None));
        time.Advance(SectionLease.Length / 3);
        await five.WaitForAsync(job, 4);
        Assert.False(FiveSections.IsRunning(hanging));
        Assert.True(await other.CompleteAsync(job.Id, 0, "other", Outcome, null, CancellationToken.None));
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1)); // the next look at what others do
                return Task.FromResult(run.IsCompleted);
            },
            "the end of the run");

        await run;
        Assert.Equal([2, 1, 1, 1, 1], await five.TriesAsync(job));
        Assert.Equal(Outcome, (await five.Host.Journal.ListAsync(job.Id))[0].Outcome);
        Assert.Empty(await five.SaidAsync(job, Jobs.JobMessageType.Warning));
    }

    /// <summary>An empty database.</summary>
    protected abstract Task<string> ConnectionStringAsync();

    private static Task RunAsync(SectionScheduler scheduler, CancellationToken? stop = null) =>
        scheduler.RunAsync(new SectionRules(Instances: 1, Recycle: 0, Retries: 0), (_, _) => Task.CompletedTask, stop ?? TestContext.Current.CancellationToken)
            .WaitAsync(FiveSections.Limit, CancellationToken.None);

    private static async Task<DateTimeOffset> LeaseEndsAsync(FiveSections five, string jobId)
    {
        await using var context = five.Host.Get<QuickContexts>().Create();
        return (await context.JobSections.AsNoTracking().SingleAsync(section => section.JobId == jobId && section.Number == 0)).LeaseEnds!.Value;
    }
}
