using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Two users of one queue, each through a web process of its own; one process works, on one job at a time.</summary>
public sealed class FairTurnsTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private const int Many = 500;
    private const int Few = 5;
    private static readonly KnownJob Job = new("small", 64, 64, 3, classes => TinyNetworks.CopyBand(classes));

    [Fact]
    public async Task Five_jobs_behind_five_hundred_of_another_user_end_within_twice_their_time_alone()
    {
        await using var ann = await StartAsync("ann", await server.CreateDatabaseAsync());
        await using var ben = await StartAsync("ben", ann.Settings["ConnectionStrings__RasterAnalysis"], ann);
        await EndAsync(ann, await SubmitAsync(ann, "Warm", 1));

        var watch = Stopwatch.StartNew();
        await EndAsync(ben, await SubmitAsync(ben, "Alone", Few));
        var alone = watch.Elapsed;
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await Job.SubmitAsync(ann, $"Many{i}"));
        watch.Restart();
        var few = await SubmitAsync(ben, "Few", Few);
        await EndAsync(ben, few);
        var beside = watch.Elapsed;

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Few} jobs alone: {alone.TotalSeconds:F2} s; submitted behind {Many} of another user: {beside.TotalSeconds:F2} s, {beside / alone:F2} times as long"));
        var jobs = (await ann.Client.GetAsync("api/v1/jobs?take=1000")).AsArray().Select(job => job!).ToArray();
        Assert.Equal(1 + Few + Many + Few, jobs.Length);
        Assert.True(jobs.Count(job => (string)job["status"]! == "submitted") > Many / 2, "the many were still waiting");

        // where one of the few waits, one of the many begins before it, and perhaps one more that was chosen before it was stored
        var previous = DateTimeOffset.MinValue;
        foreach (var mine in few.Select(id => jobs.Single(job => (string)job["id"]! == id)))
        {
            var (submitted, started) = ((DateTimeOffset)mine["submitted"]!, (DateTimeOffset)mine["started"]!);
            Assert.True(started > previous, "they begin in their order");
            var since = submitted > previous ? submitted : previous;
            Assert.InRange(jobs.Count(job => (DateTimeOffset?)job["started"] > since && (DateTimeOffset?)job["started"] < started), 0, 2);
            previous = started;
        }

        await ann.KillAsync();
    }

    private static async Task<List<string>> SubmitAsync(ServiceProcess service, string name, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await Job.SubmitAsync(service, $"{name}{i}"));
        }

        return ids;
    }

    private static async Task EndAsync(ServiceProcess service, List<string> ids)
    {
        foreach (var id in ids)
        {
            Assert.Equal("succeeded", (string)(await service.Client.FinishedAsync(id))["status"]!);
        }
    }

    private static async Task<ServiceProcess> StartAsync(string user, string connectionString, ServiceProcess? other = null)
    {
        var service = new ServiceProcess();
        service.Settings["ConnectionStrings__RasterAnalysis"] = connectionString;
        service.Settings["RasterAnalysis__ArcGis__Owner"] = user;
        service.Settings["RasterAnalysis__Jobs__AtOnce"] = "1";
        if (other is not null)
        {
            service.Settings["RasterAnalysis__Jobs__Run"] = "false";
            service.Settings["RasterAnalysis__DataRoot"] = other.DataRoot;
            service.Settings["RasterAnalysis__RasterStores__store"] = other.Store;
        }

        await service.StartAsync();
        return service;
    }
}
