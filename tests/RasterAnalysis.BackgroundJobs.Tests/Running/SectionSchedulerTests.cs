using System.Text.RegularExpressions;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>Sections of a job, over the real journal and real processing instances: in which order, how often, on which instance, and what one that fails does to the others.</summary>
public sealed partial class SectionSchedulerTests
{
    private static readonly SectionRules One = new(Instances: 1, Recycle: 0, Retries: 0);

    [Fact]
    public async Task One_instance_does_them_in_order_and_each_counts_when_it_is_done()
    {
        await using var five = await FiveSections.StartAsync();
        var (job, scheduler) = await five.PlanAsync();
        var (shares, done) = (new List<double>(), new List<IReadOnlyList<int>>());

        await scheduler.RunAsync(
            One,
            async (share, text) =>
            {
                shares.Add(share);
                if (text.StartsWith($"Classified section {done.Count + 1} of 5", StringComparison.Ordinal))
                {
                    done.Add(await five.DoneAsync(job));
                }
            },
            TestContext.Current.CancellationToken);

        Assert.Equal([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]], done);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.Equal([1, 1, 1, 1, 1], await five.TriesAsync(job));
        Assert.Single(await five.SaidAsync(job), text => text.StartsWith("The network runs on ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task One_that_always_fails_is_tried_as_often_as_the_rules_say_each_time_on_a_fresh_instance(int retries)
    {
        await using var five = await FiveSections.StartAsync("crash:1");
        var (job, scheduler) = await five.PlanAsync();

        var failure = await Assert.ThrowsAsync<ProcessingInstanceException>(() => RunAsync(scheduler, One with { Retries = retries }));

        Assert.Matches(retries == 0 ? @"^Section 2 \(.*\) failed: " : @"^Section 2 \(.*\) failed 3 times: ", failure.Message);
        Assert.True(failure.IsTransient);
        var warnings = await five.SaidAsync(job, JobMessageType.Warning);
        Assert.Equal(
            Enumerable.Range(1, retries).Select(attempt => $"failed (try {attempt} of {retries + 1})"),
            warnings.Select(text => Attempt().Match(text).Value));
        Assert.Equal(retries + 1, warnings.Append(failure.Message).Select(text => ProcessId().Match(text).Value).Distinct().Count());
        Assert.Equal([0], await five.DoneAsync(job));
        Assert.Equal([1, 1, 0, 0, 0], await five.TriesAsync(job));
    }

    [Fact]
    public async Task One_that_fails_once_is_done_at_the_next_try()
    {
        await using var five = await FiveSections.StartAsync("crash:1:once");
        var (job, scheduler) = await five.PlanAsync();

        await RunAsync(scheduler, One with { Retries = 1 });

        Assert.Equal([0, 1, 2, 3, 4], await five.DoneAsync(job));
        Assert.Contains($"process {await five.StruckAsync()})", Assert.Single(await five.SaidAsync(job, JobMessageType.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_is_replaced_after_as_many_as_the_rules_say()
    {
        await using var five = await FiveSections.StartAsync();
        var (job, scheduler) = await five.PlanAsync();

        await RunAsync(scheduler, One with { Recycle = 2 });

        var replaced = (await five.SaidAsync(job)).Where(text => text.EndsWith("is replaced after 2 sections.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, replaced.Distinct().Count());
        Assert.All(replaced, text => Assert.False(FiveSections.IsRunning(int.Parse(text.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)), text));
        Assert.Equal([0, 1, 2, 3, 4], await five.DoneAsync(job));
    }

    [Fact]
    public async Task Several_instances_work_beside_each_other_and_all_end_when_the_work_is_stopped()
    {
        await using var five = await FiveSections.StartAsync("hang:0:once");
        var (job, scheduler) = await five.PlanAsync();
        using var stop = new CancellationTokenSource();
        var run = RunAsync(scheduler, One with { Instances = 2 }, stop.Token);
        var hanging = await five.StruckAsync();

        await five.WaitForAsync(job, 4);
        Assert.True(FiveSections.IsRunning(hanging));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(FiveSections.IsRunning(hanging));
        Assert.Equal([1, 2, 3, 4], await five.DoneAsync(job));
    }

    [Fact]
    public async Task One_that_fails_ends_the_others()
    {
        await using var five = await FiveSections.StartAsync("hang:0|crash:1");
        var (job, scheduler) = await five.PlanAsync();

        var failure = await Assert.ThrowsAsync<ProcessingInstanceException>(() => RunAsync(scheduler, One with { Instances = 2 }));

        Assert.StartsWith("Section 2 ", failure.Message, StringComparison.Ordinal);
        Assert.Equal([1, 1, 0, 0, 0], await five.TriesAsync(job));
        Assert.Empty(await five.DoneAsync(job));
    }

    [Fact]
    public async Task What_an_earlier_run_has_finished_is_not_done_again_unless_its_file_is_not_as_it_was()
    {
        await using var five = await FiveSections.StartAsync("crash:3:once");
        var (job, scheduler) = await five.PlanAsync();
        await Assert.ThrowsAsync<ProcessingInstanceException>(() => RunAsync(scheduler, One));
        Assert.Equal([0, 1, 2], await five.DoneAsync(job));
        var scratch = new JobScratch(five.Host.Layout, job.Id);
        var written = File.GetLastWriteTimeUtc(scratch.SectionPath(0));
        await File.AppendAllTextAsync(scratch.SectionPath(1), "x", TestContext.Current.CancellationToken);
        File.Delete(scratch.SectionPath(2));

        await RunAsync(await five.GoOnAsync(job), One);

        Assert.Equal([1, 2, 2, 2, 1], await five.TriesAsync(job));
        Assert.Equal(written, File.GetLastWriteTimeUtc(scratch.SectionPath(0)));
        Assert.Equal(
            ((int[])[2, 3]).Select(number => $"The file of section {number} is lost or was changed since it was finished; it is done again."),
            await five.SaidAsync(job, JobMessageType.Warning));
    }

    private static Task RunAsync(SectionScheduler scheduler, SectionRules rules, CancellationToken? stop = null) =>
        scheduler.RunAsync(rules, (_, _) => Task.CompletedTask, stop ?? TestContext.Current.CancellationToken).WaitAsync(FiveSections.Limit, CancellationToken.None);

    [GeneratedRegex(@"failed \(try \d of \d\)")]
    private static partial Regex Attempt();

    [GeneratedRegex(@"process \d+")]
    private static partial Regex ProcessId();
}
