using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Ranges;

/// <summary>Servers of ranges that go wrong: right pixels or one clear error, never zeros, never a wait without end.</summary>
public sealed class RangeFaultTests
{
    [Theory]
    [InlineData(RangeFault.Whole, "answered 200 with something else than the range of bytes that it was asked for")]
    [InlineData(RangeFault.Short, "cannot be fetched: ")]
    [InlineData(RangeFault.OtherRange, "was asked for bytes ")]
    [InlineData(RangeFault.Error, "answered 503.")]
    [InlineData(RangeFault.Trickle, "did not answer in full: it gave nothing, or too little, for 2 seconds.")]
    [InlineData(RangeFault.Unnamed, "answered without saying whether the file is still the one of entity tag \"one\"")]
    [InlineData(RangeFault.Redirect, "answered 302; redirects are not followed, give the final address.")]
    public async Task A_fault_that_stays_ends_the_job_with_its_reason(RangeFault fault, string reason)
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        scene.Server.Fault = number => number == 1 ? RangeFault.None : fault;

        var error = Assert.Single(await scene.FailAsync(scene.Request()));

        Assert.Contains($"{scene.Server.Address} {reason}", error, StringComparison.Ordinal);
        Assert.DoesNotContain("GDAL", error, StringComparison.Ordinal);
        Assert.InRange(scene.Server.Requests, 2, 20);
    }

    [Theory]
    [InlineData(RangeFault.Short)]
    [InlineData(RangeFault.Error)]
    [InlineData(RangeFault.Trickle)]
    public async Task A_fault_that_passes_changes_no_pixel(RangeFault fault)
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        scene.Server.Fault = number => number is 1 or 3 or 6 or 7 ? fault : RangeFault.None;

        var (_, result) = await scene.Service.Client.ClassifyAsync(scene.Request());

        Assert.Null(result.FirstDifference(RemoteScene.ValueAt));
    }

    [Fact]
    public async Task A_file_that_changes_in_the_middle_ends_the_job()
    {
        foreach (var (tag, length) in new[] { ("\"two\"", 0), ("\"one\"", 7) })
        {
            await using var scene = new RemoteScene();
            await scene.StartAsync();
            scene.Server.Fault = number =>
            {
                if (number == 2)
                {
                    scene.Server.EntityTag = tag;
                    scene.Server.Content = [.. scene.Server.Content, .. new byte[length]];
                }

                return RangeFault.None;
            };

            var error = Assert.Single(await scene.FailAsync(scene.Request()));

            Assert.Contains(
                $"{scene.Server.Address} was changed while the job was reading it: it is no longer the file of entity tag \"one\" and {RemoteScene.Content.Length} bytes. Submit the job again.",
                error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_is_asked_to_whom_a_redirect_leads()
    {
        using var canary = new RangeServer(RemoteScene.Content);
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        scene.Server.RedirectTo = canary.Address;
        foreach (var first in new[] { 1, 2 })
        {
            scene.Server.Reset();
            scene.Server.Fault = number => number >= first ? RangeFault.Redirect : RangeFault.None;

            Assert.Contains("redirects are not followed", Assert.Single(await scene.FailAsync(scene.Request())), StringComparison.Ordinal);
        }

        Assert.Equal(0, canary.Requests);
    }

    [Fact]
    public async Task Instances_that_are_killed_while_they_wait_for_ranges_cost_no_pixel()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        scene.Server.BytesPerSecond = 1_000_000;
        var request = scene.Request();
        request["context"]!["retryOnFailures"] = 3;
        var id = await scene.Service.Client.SubmitAsync(request);
        await Until.TrueAsync(() => Task.FromResult(scene.Server.Bytes > scene.Server.Content.Length / 4), "a fourth of the file");

        foreach (var instance in scene.Service.InstanceIds())
        {
            using var process = System.Diagnostics.Process.GetProcessById(instance);
            process.Kill();
        }

        scene.Server.BytesPerSecond = 0;
        var job = await scene.Service.Client.FinishedAsync(id);

        Assert.Equal("succeeded", (string)job["status"]!);
        Assert.Null(CogFile.Read(await scene.Service.Client.GetBytesAsync((string)job["result"]!["raster"]!)).FirstDifference(RemoteScene.ValueAt));
    }

    [Fact]
    public async Task A_section_that_is_tried_again_goes_on_where_the_server_does()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        var request = scene.Request();
        request["context"]!["retryOnFailures"] = 3;
        scene.Server.Fault = number => number is > 2 and < 9 ? RangeFault.Error : RangeFault.None;

        var (_, result) = await scene.Service.Client.ClassifyAsync(request);

        Assert.Null(result.FirstDifference(RemoteScene.ValueAt));
    }
}
