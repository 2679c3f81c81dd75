using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>Disks that fill up while a job runs. The disk is a small file system in memory, which only root may mount.</summary>
[Collection("Faults")]
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();
    private SmallDisk? _disk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _disk?.Dispose();
    }

    [Fact]
    public async Task A_job_waits_for_the_disk_of_the_database_and_ends_right()
    {
        Mount(megabytes: 24);
        _service.Settings["ConnectionStrings__RasterAnalysis"] = $"Data Source={Path.Combine(_disk!.Folder, "jobs.db")}";
        await _service.StartAsync();
        var id = await ManySections.Slow.SubmitAsync(_service, "FullDatabase", "2");
        await _service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 5);

        _disk.Fill();
        await Until.TrueAsync(() => Task.FromResult(_service.Log.Contains("it is tried again", StringComparison.Ordinal)), "a write that fails");
        var during = await _service.Client.JobAsync(id);
        using var readiness = await _service.Client.Http.GetAsync("healthz/ready", TestContext.Current.CancellationToken);
        var (status, refusal) = await _service.Client.TrySubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/slow.tif" }, ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/slow.dlpk" },
        });
        _disk.Empty();

        Assert.Equal("executing", (string)during["status"]!);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, readiness.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("database", (string)refusal["detail"]!, StringComparison.Ordinal);
        await ManySections.Slow.AssertRightAsync(_service, id, mostAgain: 0);
        Assert.True(await _service.Client.IsReadyAsync());
    }

    [Fact]
    public async Task A_full_data_disk_fails_the_job_cleanly_and_the_service_serves_on()
    {
        Mount(megabytes: 400);
        _service.Settings["RasterAnalysis__DataRoot"] = Path.Combine(_disk!.Folder, "data");
        await _service.StartAsync();
        var id = await ManySections.Slow.SubmitAsync(_service, "FullData", "2", new() { ["retryOnFailures"] = 0 });
        await _service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 5);

        _disk.Fill();
        var failed = await Until.FoundAsync(
            async () => await _service.Client.JobAsync(id) is var job && (string)job["status"]! is "failed" or "succeeded" ? job : null, "the job to end");

        Assert.Equal("failed", (string)failed["status"]!);
        Assert.Contains(ServiceClient.Messages(failed, "error"), text => text.Contains("are free", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_disk!.Folder, "data", "jobs")));
        _disk.Empty();
        await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "ServesOn"));
    }

    private void Mount(int megabytes) => _disk = new SmallDisk(megabytes, "full disks");
}
