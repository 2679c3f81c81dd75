using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>Sections that crash the process, never end, or take all memory: the test worker has the fault, the shipped worker knows none.</summary>
[Collection("Faults")]
public sealed class FaultInjectionTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("crash", "ended in the middle of its work")]
    [InlineData("hang", "gave no sign of life")]
    [InlineData("memory", "MiB of memory")]
    public async Task A_section_that_always_fails_fails_its_job_after_the_tries_that_are_set(string fault, string cause)
    {
        await StartAsync($"{fault}:4");

        var job = await _service.Client.FinishedAsync(await LongJob.SubmitAsync(_service, "Doomed", new() { ["retryOnFailures"] = 2 }));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.True(
            ServiceClient.Messages(job, "warning").Count(text => text.Contains("Section 5 ", StringComparison.Ordinal) && text.Contains(cause, StringComparison.Ordinal)) == 2,
            job.ToJsonString());
        Assert.Matches(@"^Section 5 \(columns \d+\.\.\d+, rows \d+\.\.\d+\) failed 3 times: ", ServiceClient.Messages(job, "error")[0]);
        Assert.Contains(cause, ServiceClient.Messages(job, "error")[0], StringComparison.Ordinal);
        Assert.True(await _service.Client.IsReadyAsync());
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("hang")]
    [InlineData("memory")]
    public async Task A_section_that_fails_once_is_tried_again_and_other_jobs_do_not_notice(string fault)
    {
        await StartAsync($"{fault}:4:{Path.Combine(_service.Store, "struck")}");

        var struck = await LongJob.SubmitAsync(_service, "Struck", new() { ["retryOnFailures"] = 1 });
        await Until.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(_service.Store, "struck"))), "the fault to strike");
        var other = await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "Other"));

        Assert.Empty(ServiceClient.Messages(other, "warning"));
        var job = await LongJob.AssertRightAsync(_service, struck);
        Assert.Single(ServiceClient.Messages(job, "warning"), text => text.Contains("is tried again on a fresh processing instance", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_worker_that_is_shipped_cannot_be_told_to_fail()
    {
        _service.Settings[FaultyWorker.FaultVariable] = "crash:4";
        await _service.StartAsync();

        var job = await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "Sound"));

        Assert.Empty(ServiceClient.Messages(job, "warning"));
    }

    private Task StartAsync(string fault)
    {
        _service.PlantFault(fault);
        _service.Settings["RasterAnalysis__Worker__Silence"] = fault.StartsWith("hang", StringComparison.Ordinal) ? "00:00:15" : "00:10:00";
        _service.Settings["RasterAnalysis__Worker__MemoryLimit"] = $"{1L << 30}";
        return _service.StartAsync();
    }
}
