using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

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
        await Until.EmptyAsync(Path.Combine(_service.DataRoot, "jobs"));
        var esri = await _service.Client.GetAsync(
            $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/jobs/{job["id"]}?f=json");
        Assert.Equal("esriJobTimedOut", (string)esri["jobStatus"]!);
    }

    [Fact]
    public async Task No_more_jobs_wait_than_allowed_however_many_are_submitted_at_once()
    {
        _service.Settings["RasterAnalysis__Limits__MaxUnfinishedJobs"] = "3";
        _service.Settings["RasterAnalysis__Jobs__Run"] = "false";
        await _service.StartAsync();
        var raster = (string)(await _service.Client.AddAsync(TiffFile.Byte(64, 64, 1, (_, row, column) => (byte)(row % 3)), "input.tif"))["id"]!;
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
        var model = (string)(await _service.Client.AddAsync(package, "model.dlpk"))["id"]!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _service.Client.TrySubmitAsync(ServiceClient.Request(raster, model))));

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.Accepted),
            answer => Assert.Contains("3 jobs are waiting or running, the most that the settings allow", answer.Body.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(3, (await _service.Client.GetAsync("api/v1/jobs")).AsArray().Count);
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
