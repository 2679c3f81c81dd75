using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>A job of 49 sections, each of which keeps the network busy for a while, and whose every pixel is known.</summary>
internal static class SlowJob
{
    /// <summary>Sections of the job.</summary>
    public const int Sections = 49;

    private static readonly KnownJob Job = new("slow", (48 * 2048) + 100, 512, 7, classes => TinyNetworks.CopyBandSlowly(classes, channels: 4, layers: 1));

    /// <summary>Submits the job; it tries failed sections again as often as it must.</summary>
    /// <returns>The job's id.</returns>
    public static Task<string> SubmitAsync(ServiceProcess service, string name, string instances = "1", JsonObject? context = null)
    {
        var environment = (JsonObject?)context?.DeepClone() ?? [];
        environment.TryAdd("retryOnFailures", 1000);
        environment["parallelProcessingFactor"] = instances;
        return Job.SubmitAsync(service, name, environment);
    }

    /// <summary>Waits for the good end, looks at every pixel and at the count of sections that were begun more than once.</summary>
    /// <param name="service">The service.</param>
    /// <param name="id">The job.</param>
    /// <param name="mostAgain">Sections that may have been begun again.</param>
    public static async Task<JsonNode> AssertRightAsync(ServiceProcess service, string id, int mostAgain)
    {
        var job = await Job.AssertRightAsync(service, id);
        var sections = (await service.Client.GetAsync($"api/v1/jobs/{id}/sections")).AsArray();
        Assert.True(sections.Count >= Sections, $"{sections.Count} sections");
        Assert.All(sections, section => Assert.Equal("done", (string)section!["state"]!));
        Assert.InRange(sections.Sum(section => (int)section!["tries"]! - 1), 0, mostAgain);
        return job;
    }
}
