using System.Globalization;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>What a service does for its first job before there is one, as it is set where nothing is said of it.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task The_first_job_has_an_instance_that_did_one_before_and_nobody_sees_that_one()
    {
        await using var service = new ServiceProcess();
        service.Settings.Remove("RasterAnalysis__Worker__Rehearses");
        await service.StartAsync();

        var instance = await Until.FoundAsync(() => Task.FromResult(Rehearsed(service)), "an instance that has ONNX Runtime loaded and nothing in its folder");
        var jobs = await service.Client.GetAsync("api/v1/jobs");
        var items = await service.Client.GetAsync("api/v1/items");
        await LongJob.AssertRightAsync(service, await LongJob.SubmitAsync(service, "First", []));

        Assert.Empty(jobs.AsArray());
        Assert.Empty(items.AsArray());
        Assert.Equal(instance, Assert.Single(service.InstanceIds()).ToString(CultureInfo.InvariantCulture));
        Assert.Single((await service.Client.GetAsync("api/v1/jobs")).AsArray());
        Assert.DoesNotContain("No processing instance could be prepared", service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be asked ahead", service.Log, StringComparison.Ordinal);
    }

    private static string? Rehearsed(ServiceProcess service) =>
        service.InstanceIds() is [var id] && Maps(id).Contains("libonnxruntime", StringComparison.Ordinal)
        && Directory.GetDirectories(Path.GetTempPath(), $"rasteranalysis-instance-{id}-*").Length == 0 ? id.ToString(CultureInfo.InvariantCulture) : null;

    private static string Maps(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/maps");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
