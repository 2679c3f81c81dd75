using System.Diagnostics;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>The three settings of the processing instances, observed from outside, over a job whose every pixel is known.</summary>
public sealed class ProcessingInstanceTests(OwnService own) : IClassFixture<OwnService>
{
    private ServiceProcess Service => own.Process;

    [Fact]
    public async Task As_many_instances_work_at_once_as_the_job_says()
    {
        var id = await LongJob.SubmitAsync(Service, "Three", new JsonObject { ["parallelProcessingFactor"] = "3" });
        var most = 0;

        await Service.Client.JobWhenAsync(id, job =>
        {
            most = Math.Max(most, Service.InstanceIds().Count);
            return most >= 3 || (string)job["status"]! == "failed";
        });

        await LongJob.AssertRightAsync(Service, id);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Instances_are_replaced_after_as_many_sections_as_the_job_says()
    {
        var id = await LongJob.SubmitAsync(Service, "Recycled", new JsonObject { ["recycleProcessingWorkers"] = 2 });
        var seen = new HashSet<int>();
        await Service.Client.JobWhenAsync(id, job =>
        {
            seen.UnionWith(Service.InstanceIds());
            return (string)job["status"]! is "succeeded" or "failed";
        });

        var done = await LongJob.AssertRightAsync(Service, id);

        Assert.Equal((int)done["sections"]!["total"]! / 2, ServiceClient.Messages(done).Count(text => text.StartsWith("Processing instance ", StringComparison.Ordinal) && text.EndsWith("after 2 sections.", StringComparison.Ordinal)));
        Assert.True(seen.Count >= 3, $"process ids {string.Join(", ", seen)}");
    }

    [Theory]
    [InlineData("1", 5)]
    [InlineData("2", 1)]
    [InlineData("4", 1)]
    [InlineData("4", 5)]
    public async Task The_raster_is_the_same_whatever_the_instances_and_their_recycling(string factor, int recycle) => await LongJob.AssertRightAsync(
        Service, await LongJob.SubmitAsync(Service, $"Same{factor}x{recycle}", new JsonObject { ["parallelProcessingFactor"] = factor, ["recycleProcessingWorkers"] = recycle }));

    [Fact]
    public async Task The_raster_is_the_same_with_several_readers_and_runs_at_a_time()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__OnnxRuntime__ConcurrentRuns"] = "3";
        await service.StartAsync();

        await LongJob.AssertRightAsync(service, await LongJob.SubmitAsync(service, "SideBySide", new JsonObject { ["parallelProcessingFactor"] = "1" }));
        await LongJob.AssertRightAsync(service, await LongJob.SubmitAsync(service, "AllSideBySide", new JsonObject { ["parallelProcessingFactor"] = "2", ["reuseResults"] = false }));
    }

    [Fact]
    public async Task A_section_whose_instance_is_killed_is_tried_again_and_the_raster_is_the_same()
    {
        var id = await LongJob.SubmitAsync(Service, "Retried", new JsonObject { ["retryOnFailures"] = 3, ["parallelProcessingFactor"] = "2" });
        await LongJob.HalfDoneAsync(Service, id);

        foreach (var instance in Service.InstanceIds())
        {
            Process.GetProcessById(instance).Kill();
        }

        var job = await LongJob.AssertRightAsync(Service, id);
        Assert.Contains(
            ServiceClient.Messages(job, "warning"),
            text => text.StartsWith("Section ", StringComparison.Ordinal) && text.Contains("failed (try 1 of 4)", StringComparison.Ordinal) && text.Contains("columns ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Instances_that_are_killed_again_and_again_change_no_pixel()
    {
        var id = await LongJob.SubmitAsync(Service, "Storm", new JsonObject { ["retryOnFailures"] = 100, ["parallelProcessingFactor"] = "2" });
        var clock = Stopwatch.StartNew();
        var kills = 0;

        await Service.Client.JobWhenAsync(id, job =>
        {
            if (kills < 6 && clock.ElapsedMilliseconds > 700)
            {
                foreach (var instance in Service.InstanceIds())
                {
                    using var process = Process.GetProcesses().FirstOrDefault(process => process.Id == instance);
                    process?.Kill();
                    kills += process is null ? 0 : 1;
                }

                clock.Restart();
            }

            return (string)job["status"]! is "succeeded" or "failed";
        });

        var done = await LongJob.AssertRightAsync(Service, id);
        var again = ServiceClient.Messages(done, "warning").Count(text => text.Contains("is tried again", StringComparison.Ordinal));
        Assert.InRange(again, 1, kills);
    }

    [Fact]
    public async Task A_section_that_keeps_failing_fails_the_job_with_its_number_window_and_cause()
    {
        var id = await LongJob.SubmitAsync(Service, "Hopeless", new JsonObject { ["retryOnFailures"] = 1 });
        await LongJob.HalfDoneAsync(Service, id);

        var job = await Service.Client.JobWhenAsync(id, job =>
        {
            foreach (var instance in Service.InstanceIds())
            {
                using var process = Process.GetProcesses().FirstOrDefault(process => process.Id == instance);
                process?.Kill();
            }

            return (string)job["status"]! is "succeeded" or "failed";
        });

        Assert.Equal("failed", (string)job["status"]!);
        var error = ServiceClient.Messages(job, "error")[0];
        Assert.Matches("^Section [0-9]+ \\(columns [0-9]+\\.\\.[0-9]+, rows [0-9]+\\.\\.[0-9]+\\) failed 2 times: The processing instance", error);
    }
}
