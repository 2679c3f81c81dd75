using System.Diagnostics;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>A job outlives the service; a dead processing instance takes nothing else with it.</summary>
public sealed class InterruptionTests(OwnService own) : IClassFixture<OwnService>
{
    private ServiceProcess Service => own.Process;

    [Fact]
    public async Task A_job_goes_on_after_the_service_was_killed()
    {
        var id = await LongJob.SubmitAsync(Service, "Killed");
        await LongJob.HalfDoneAsync(Service, id);

        await Service.KillAsync();
        await Service.StartAsync();

        var job = await LongJob.AssertRightAsync(Service, id);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("goes on from its finished sections", StringComparison.Ordinal));
        await AssertNoScratchAsync();
    }

    [Fact]
    public async Task Sections_whose_files_did_not_survive_are_done_again()
    {
        var id = await LongJob.SubmitAsync(Service, "Damaged");
        await Service.Client.JobWhenAsync(id, job => job["sections"]!["done"]!.GetValue<int>() >= 2);
        await Service.KillAsync();
        var files = Directory.GetFiles(Path.Combine(Service.DataRoot, "jobs", id, "sections"), "0*.tif").Order().ToArray();
        File.Delete(files[0]);
        await using (var file = File.OpenWrite(files[1]))
        {
            file.Seek(-100, SeekOrigin.End);
            file.Write(new byte[100]);
        }

        await Service.StartAsync();

        var job = await LongJob.AssertRightAsync(Service, id);
        Assert.Equal(2, ServiceClient.Messages(job, "warning").Count(text => text.Contains("is done again", StringComparison.Ordinal)));
        await AssertNoScratchAsync();
    }

    [Fact]
    public async Task A_job_goes_on_after_the_service_was_stopped()
    {
        var id = await LongJob.SubmitAsync(Service, "Stopped");
        await LongJob.HalfDoneAsync(Service, id);

        Assert.Equal(0, await Service.StopAsync());
        await Service.StartAsync();

        await LongJob.AssertRightAsync(Service, id);
        await AssertNoScratchAsync();
    }

    [Fact]
    public async Task A_killed_instance_fails_its_job_and_nothing_else()
    {
        var id = await LongJob.SubmitAsync(Service, "InstanceKilled");
        await LongJob.HalfDoneAsync(Service, id);

        foreach (var instance in Service.InstanceIds())
        {
            Process.GetProcessById(instance).Kill();
        }

        var job = await Service.Client.FinishedAsync(id);
        Assert.Equal("failed", job["status"]!.GetValue<string>());
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains("processing instance", StringComparison.OrdinalIgnoreCase));
        await AssertNoScratchAsync();
        await LongJob.AssertRightAsync(Service, await LongJob.SubmitAsync(Service, "InstanceKilled"));
    }

    [Fact]
    public async Task A_cancelled_job_leaves_nothing()
    {
        var id = await LongJob.SubmitAsync(Service, "Cancelled");
        await LongJob.HalfDoneAsync(Service, id);

        using (var response = await Service.Client.Http.PostAsync($"api/v1/jobs/{id}/cancel", null, TestContext.Current.CancellationToken))
        {
            Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        }

        var job = await Service.Client.FinishedAsync(id);
        Assert.Equal("cancelled", job["status"]!.GetValue<string>());
        Assert.Null(job["result"]);
        var messages = ServiceClient.Messages(job);
        Assert.Equal("Cancelling.", messages[^2]);
        Assert.StartsWith("Cancelled at ", messages[^1], StringComparison.Ordinal);
        await AssertNoScratchAsync();

        // the name is free again
        var again = await LongJob.SubmitAsync(Service, "Cancelled");
        await LongJob.AssertRightAsync(Service, again);
    }

    private Task AssertNoScratchAsync() => Until.EmptyAsync(Path.Combine(Service.DataRoot, "jobs"));
}
