using System.Diagnostics;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Jobs whose queue and database are PostgreSQL's, which outlive every process that works on them.</summary>
public sealed class SharedQueueTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    [Fact]
    public async Task A_job_goes_on_after_its_node_was_stopped()
    {
        await using var service = await StartAsync();
        var id = await LongJob.SubmitAsync(service, "Stopped");
        await LongJob.HalfDoneAsync(service, id);

        Assert.Equal(0, await service.StopAsync());
        await service.StartAsync();

        await LongJob.AssertRightAsync(service, id);
        await Until.EmptyAsync(Path.Combine(service.DataRoot, "jobs"));
    }

    [Fact]
    public async Task A_job_that_waits_is_cancelled_at_once()
    {
        await using var service = await StartAsync();
        service.Settings["RasterAnalysis__Jobs__Run"] = "false";
        var id = await LongJob.SubmitAsync(service, "Put back");
        await LongJob.HalfDoneAsync(service, id);
        Assert.Equal(0, await service.StopAsync());
        await service.StartAsync();

        using var cancelled = await service.Client.Http.PostAsync($"api/v1/jobs/{id}/cancel", null, TestContext.Current.CancellationToken);

        Assert.Equal("cancelled", (string)(await service.Client.JobAsync(id))["status"]!);
        Assert.False(Directory.Exists(Path.Combine(service.DataRoot, "jobs", id)));
    }

    /// <summary>The node and its instances stand still for longer than the queue waits; another takes the job, and the first one comes back.</summary>
    [Fact]
    public async Task A_node_that_was_paused_leaves_the_job_to_the_one_that_took_it()
    {
        await using var first = await StartAsync();
        var id = await LongJob.SubmitAsync(first, "Paused");
        await LongJob.HalfDoneAsync(first, id);
        int[] paused = [.. first.InstanceIds(), first.Id];
        await SignalAsync("-STOP", paused);
        await using var second = await StartAsync(first);
        try
        {
            await second.Client.JobWhenAsync(id, job => ServiceClient.Messages(job).Any(text => text.Contains("The node that worked on it is gone", StringComparison.Ordinal)));
        }
        finally
        {
            await SignalAsync("-CONT", paused);
        }

        await LongJob.AssertRightAsync(second, id);
    }

    private async Task<ServiceProcess> StartAsync(ServiceProcess? other = null)
    {
        var service = new ServiceProcess();
        service.Settings["ConnectionStrings__RasterAnalysis"] = other?.Settings["ConnectionStrings__RasterAnalysis"] ?? await server.CreateDatabaseAsync();
        if (other is not null)
        {
            service.Settings["RasterAnalysis__DataRoot"] = other.DataRoot;
            service.Settings["RasterAnalysis__RasterStores__store"] = other.Store;
        }

        await service.StartAsync();
        return service;
    }

    private static async Task SignalAsync(string signal, int[] processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(id => $"{id}")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
