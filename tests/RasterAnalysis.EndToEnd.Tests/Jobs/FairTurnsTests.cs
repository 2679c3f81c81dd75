using System.Collections.Concurrent;
using System.Globalization;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Two users of one queue, each through a web process of its own; a third process works, on one job at a time.</summary>
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
        await using var worker = Prepare("worker", ann.Settings["ConnectionStrings__RasterAnalysis"], ann, isWorker: true);
        await Job.PrepareAsync(ann); // whose store it is
        var alone = await SubmitAsync(ben, "Alone", Few);
        await worker.StartAsync();
        await EndAsync(ben, alone);
        Assert.Equal(0, await worker.StopAsync());

        var many = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => many.Add(await Job.SubmitAsync(ann, $"Many{i}")));
        var few = await SubmitAsync(ben, "Few", Few);
        await worker.StartAsync();
        await EndAsync(ben, few);
        await worker.KillAsync();

        // every second start is one of the few, in their order
        var jobs = (await ann.Client.GetAsync("api/v1/jobs?take=1000")).AsArray().Where(job => job!["started"] is not null).ToDictionary(job => (string)job!["id"]!, job => job!);
        var starts = jobs.Keys.Except(alone).OrderBy(id => Time(id, "started")).ToList();
        Assert.All(few.Index(), job => Assert.InRange(starts.IndexOf(job.Item) + 1, job.Index + 1, 2 * (job.Index + 1)));
        Assert.Equal(few, starts.Intersect(few));
        Assert.True(starts.Count < Many / 2, "the many were still waiting");

        var (took, besides) = (Time(alone[^1], "finished") - Time(alone[0], "started"), Time(few[^1], "finished") - Time(starts[0], "started"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Few} jobs alone: {took.TotalSeconds:F2} s; submitted behind {many.Count} of another user: {besides.TotalSeconds:F2} s, {besides / took:F2} times as long"));

        DateTimeOffset Time(string id, string what) => (DateTimeOffset)jobs[id][what]!;
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
        var service = Prepare(user, connectionString, other, isWorker: false);
        await service.StartAsync();
        return service;
    }

    private static ServiceProcess Prepare(string user, string connectionString, ServiceProcess? other, bool isWorker)
    {
        var service = new ServiceProcess();
        service.Settings["ConnectionStrings__RasterAnalysis"] = connectionString;
        service.Settings["RasterAnalysis__ArcGis__Owner"] = user;
        service.Settings["RasterAnalysis__Jobs__Run"] = isWorker ? "true" : "false";
        service.Settings["RasterAnalysis__Jobs__AtOnce"] = "1";
        if (other is not null)
        {
            service.Settings["RasterAnalysis__DataRoot"] = other.DataRoot;
            service.Settings["RasterAnalysis__RasterStores__store"] = other.Store;
        }

        return service;
    }
}
