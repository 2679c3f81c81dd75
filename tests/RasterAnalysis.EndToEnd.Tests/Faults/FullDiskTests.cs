using System.Diagnostics;
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
    private readonly string _disk = Directory.CreateTempSubdirectory("rasteranalysis-disk-").FullName;

    private string Ballast => Path.Combine(_disk, "ballast");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Run("umount", "-l", _disk);
        Directory.Delete(_disk, recursive: true);
    }

    [Fact]
    public async Task A_job_waits_for_the_disk_of_the_database_and_ends_right()
    {
        Mount(megabytes: 24);
        _service.Settings["ConnectionStrings__RasterAnalysis"] = $"Data Source={Path.Combine(_disk, "jobs.db")}";
        await _service.StartAsync();
        var id = await ManySections.Slow.SubmitAsync(_service, "FullDatabase", "2");
        await _service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 5);

        Fill();
        await Until.TrueAsync(() => Task.FromResult(_service.Log.Contains("it is tried again", StringComparison.Ordinal)), "a write that fails");
        var during = await _service.Client.JobAsync(id);
        var (status, refusal) = await _service.Client.TrySubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/slow.tif" }, ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/slow.dlpk" },
        });
        File.Delete(Ballast);

        Assert.Equal("executing", (string)during["status"]!);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("database", (string)refusal["detail"]!, StringComparison.Ordinal);
        await ManySections.Slow.AssertRightAsync(_service, id, mostAgain: 0);
    }

    [Fact]
    public async Task A_full_data_disk_fails_the_job_cleanly_and_the_service_serves_on()
    {
        Mount(megabytes: 400);
        _service.Settings["RasterAnalysis__DataRoot"] = Path.Combine(_disk, "data");
        await _service.StartAsync();
        var id = await ManySections.Slow.SubmitAsync(_service, "FullData", "2", new() { ["retryOnFailures"] = 0 });
        await _service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 5);

        Fill();
        var failed = await Until.FoundAsync(
            async () => await _service.Client.JobAsync(id) is var job && (string)job["status"]! is "failed" or "succeeded" ? job : null, "the job to end");

        Assert.Equal("failed", (string)failed["status"]!);
        Assert.Contains(ServiceClient.Messages(failed, "error"), text => text.Contains("are free", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_disk, "data", "jobs")));
        File.Delete(Ballast);
        await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "ServesOn"));
    }

    private void Mount(int megabytes) => Assert.SkipUnless(
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _disk),
        "NOT TESTED: full disks. This needs the right to mount a file system in memory; run the tests as root.");

    private void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
