using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Bounds that the operator sets on jobs and instances.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_job_that_takes_longer_than_allowed_ends_as_timed_out_and_leaves_nothing()
    {
        _service.Settings["RasterAnalysis__Limits__MaxJobTime"] = "00:00:01";
        await _service.StartAsync();

        var job = await _service.Client.FinishedAsync(await LongJob.SubmitAsync(_service, "TooLong"));

        Assert.Equal("timedOut", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains("MaxJobTime", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_service.DataRoot, "jobs")));
        var esri = await _service.Client.GetAsync(
            $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/jobs/{job["id"]}?f=json");
        Assert.Equal("esriJobTimedOut", (string)esri["jobStatus"]!);
    }

    [Fact]
    public async Task An_instance_that_holds_too_much_memory_is_replaced()
    {
        _service.Settings["RasterAnalysis__Worker__MaxMemory"] = "1000000";
        await _service.StartAsync();

        var job = await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "Fat", new JsonObject()));

        Assert.Equal(
            (int)job["sections"]!["total"]!, ServiceClient.Messages(job, "warning").Count(text => text.Contains("MiB of memory", StringComparison.Ordinal)));
    }
}
