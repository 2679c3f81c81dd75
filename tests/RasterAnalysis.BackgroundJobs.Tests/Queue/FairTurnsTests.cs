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

        await SubmitAsync(host, "many", Many);
        await Until.TrueAsync(async () => (await JobsOfAsync(host, "many")).Any(job => job.Started is not null), "the first of many");
        watch.Restart();
        await EndAsync(host, await SubmitAsync(host, "few", Few));
        var beside = watch.Elapsed;
        foreach (var hangfire in servers)
        {
            await hangfire.StopAsync(CancellationToken.None);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Few} jobs alone: {alone.TotalSeconds:F2} s; submitted behind {Many} of another: {beside.TotalSeconds:F2} s, {beside / alone:F2} times as long"));

        // one worker: where one of the few waits, one of the many begins before it, and perhaps one more that was chosen before it was stored
        var many = await JobsOfAsync(host, "many");
        AnalysisJob[] few = [.. (await JobsOfAsync(host, "few")).OrderBy(job => job.Submitted)];
        Assert.Equal(few, few.OrderBy(job => job.Started));
        Assert.True(many.Count(job => job.Started is null) > Many / 2, "the many were still waiting");
        Assert.All(few.Select((job, k) => (job, Since: k == 0 || few[k - 1].Started < job.Submitted ? job.Submitted : few[k - 1].Started)), wait => Assert.InRange(
            many.Count(job => job.Started > wait.Since && job.Started < wait.job.Started), 0, 2));
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
            jobs.Add(await submission.SubmitAsync(host.Get<ToolRegistry>().Find(BandStatisticsTool.Name)!, parameters, [], new Uri("http://here/"), RasterAnalysis.Access.Caller.Everybody(owner), CancellationToken.None));
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
