using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Tests.Storage;
using RasterAnalysis.BackgroundJobs.Tests.Tools;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Tests.Queue;

/// <summary>Turns as Hangfire hands them out, to real runs with processing instances: one owner's many jobs do not keep another's few waiting.</summary>
public sealed class FairTurnsTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private const int Many = 500;
    private const int Few = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_jobs_behind_five_hundred_of_another_end_within_twice_their_time_alone(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        var servers = host.Get<IEnumerable<IHostedService>>().OfType<BackgroundJobServerHostedService>().ToArray();
        var warm = await SubmitAsync(host, "warm", 1);
        foreach (var hangfire in servers)
        {
            await hangfire.StartAsync(CancellationToken.None);
        }

        await EndAsync(host, warm);
        var watch = Stopwatch.StartNew();
        await EndAsync(host, await SubmitAsync(host, "alone", Few));
        var alone = watch.Elapsed;

        // one of the many is in work, and stays so until the few are there: from then on it is known who is next
        using var gate = new ManualResetEventSlim();
        using var isHeld = new ManualResetEventSlim();
        host.Get<BandStatisticsRun>().Before = _ =>
        {
            isHeld.Set();
            gate.Wait();
        };
        await SubmitAsync(host, "many", Many);
        isHeld.Wait(TestContext.Current.CancellationToken);
        watch.Restart();
        var submitted = await SubmitAsync(host, "few", Few);
        var since = DateTimeOffset.UtcNow;
        gate.Set();
        await EndAsync(host, submitted);
        var beside = watch.Elapsed;
        foreach (var hangfire in servers)
        {
            await hangfire.StopAsync(CancellationToken.None);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Few} jobs alone: {alone.TotalSeconds:F2} s; submitted behind {Many} of another: {beside.TotalSeconds:F2} s, {beside / alone:F2} times as long"));

        // one worker: every second start is one of the few, in their order
        var many = await JobsOfAsync(host, "many");
        var few = await JobsOfAsync(host, "few");
        string[] starts = [.. many.Concat(few).Where(job => job.Started > since).OrderBy(job => job.Started).Select(job => job.Id)];
        Assert.All(submitted.Index(), job => Assert.InRange(Array.IndexOf(starts, job.Item.Id) + 1, job.Index + 1, 2 * (job.Index + 1)));
        Assert.Equal(submitted.Select(job => job.Id), starts.Intersect(submitted.Select(job => job.Id)));
        Assert.True(many.Count(job => job.Started is null) > Many / 2, "the many were still waiting");

        // what was in work when the servers stopped is anybody's again: as many turns wait as jobs
        Assert.Equal((await host.Jobs.ListUnfinishedAsync()).Count, host.Get<IQueueContents>().Turns(ToolQueues.Rasters));
    }

    [Fact]
    public async Task What_an_older_version_queued_is_a_turn_like_any_other()
    {
        await using var host = await StartAsync(isPostgreSql: false);
        var job = Assert.Single(await SubmitAsync(host, "ann", 1));

        // as it lies in Hangfire's tables since version 0.1
        var stored = InvocationData.DeserializePayload(
            $$"""
            {"t":"RasterAnalysis.BackgroundJobs.Queue.ToolJob, RasterAnalysis.BackgroundJobs","m":"RunAsync",
             "p":["System.String","System.String","System.Threading.CancellationToken, mscorlib"],"a":["\"{{job.Id}}\"","\"{{job.Task}}\"",null]}
            """).DeserializeJob();

        await (Task)stored.Method.Invoke(host.Get<ToolJob>(), [stored.Args[0], stored.Args[1], TestContext.Current.CancellationToken])!;

        Assert.Equal(JobStatus.Succeeded, (await host.Jobs.FindAsync(job.Id))!.Status);
    }

    [Fact]
    public async Task A_turn_goes_past_jobs_that_cannot_begin_and_is_over_where_none_waits()
    {
        await using var host = await StartAsync(isPostgreSql: false);
        var jobs = await SubmitAsync(host, "ann", 3);
        using var registration = host.Get<RunningJobs>().Begin(jobs[0].Id, CancellationToken.None); // this process is at it, and was silent
        await host.Jobs.TryBeginAsync(jobs[1].Id, "gone", TimeSpan.FromHours(-1));
        await host.Jobs.TryMoveAsync(jobs[1].Id, JobStatus.Cancelling);

        await host.Get<ToolJob>().TakeTurnAsync(ToolQueues.Rasters, null, TestContext.Current.CancellationToken);
        await host.Get<ToolJob>().TakeTurnAsync(ToolQueues.Rasters, null, TestContext.Current.CancellationToken);

        Assert.Equal(
            [JobStatus.Submitted, JobStatus.Cancelled, JobStatus.Succeeded], [.. await Task.WhenAll(jobs.Select(async job => (await host.Jobs.FindAsync(job.Id))!.Status))]);
    }

    private static async Task<IReadOnlyList<AnalysisJob>> SubmitAsync(JobsHost host, string owner, int count)
    {
        var queue = ActivatorUtilities.CreateInstance<HangfireJobQueue>(host.Get<IServiceProvider>());
        var submission = new BandStatisticsSubmission(host.Jobs, queue, host.Get<StoredRequests>(), host.Get<TimeProvider>());
        var jobs = new List<AnalysisJob>();
        for (var i = 0; i < count; i++)
        {
            var parameters = new JsonObject { ["inputRaster"] = Path.Combine(host.DataRoot, "input.tif") };
            jobs.Add(await submission.SubmitAsync(
                host.Get<ToolRegistry>().Find(BandStatisticsTool.Name)!, parameters, [], new Uri("http://here/"), RasterAnalysis.Access.Caller.Everybody(owner), CancellationToken.None));
        }

        return jobs;
    }

    private static async Task<IReadOnlyList<AnalysisJob>> JobsOfAsync(JobsHost host, string owner) =>
        [.. (await host.Jobs.ListAsync(0, int.MaxValue)).Where(job => job.Owner == owner)];

    private static async Task EndAsync(JobsHost host, IReadOnlyList<AnalysisJob> jobs)
    {
        foreach (var job in jobs)
        {
            await Until.TrueAsync(async () => (await host.Jobs.FindAsync(job.Id))!.Status == JobStatus.Succeeded, $"a job of {job.Owner} to succeed");
        }
    }

    /// <summary>A host whose Hangfire has one worker for jobs over rasters, and does not run yet.</summary>
    private async Task<JobsHost> StartAsync(bool isPostgreSql)
    {
        var host = await JobsHost.StartAsync(
            isPostgreSql ? await server.CreateDatabaseAsync() : "", options => options with { JobsAtOnce = 1 },
            register: services => services.AddTool<BandStatisticsSubmission>(new BandStatisticsTool())
                .AddSingleton<BandStatisticsRun>()
                .AddKeyedSingleton<IToolRun>(BandStatisticsTool.Name, (provider, _) => provider.GetRequiredService<BandStatisticsRun>()));
        await File.WriteAllBytesAsync(Path.Combine(host.DataRoot, "input.tif"), TiffFile.Byte(64, 64, 1, (_, row, column) => (byte)(row + column)));
        return host;
    }
}
