using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>A job of many sections whose every pixel is known.</summary>
internal sealed class ManySections
{
    private const int Least = 49;
    /// <summary>Columns of the raster.</summary>
    public const int Width = (48 * 2048) + 100;
    private readonly KnownJob _job;

    private ManySections(KnownJob job) => _job = job;

    /// <summary>Each section keeps the network busy for a while.</summary>
    public static ManySections Slow { get; } = new(new("slow", Width, 512, 7, classes => TinyNetworks.CopyBandSlowly(classes, channels: 4, layers: 1)));

    /// <summary>A section is done in less than the second that an instance lives where one is killed every second, the instance's own start included.</summary>
    public static ManySections Quick { get; } = new(new("quick", Width, 200, 7, classes => TinyNetworks.CopyBand(classes)));

    /// <summary>Submits the job; it tries failed sections again as often as it must.</summary>
    /// <returns>The job's id.</returns>
    public Task<string> SubmitAsync(ServiceProcess service, string name, string instances = "1", JsonObject? context = null)
    {
        var environment = (JsonObject?)context?.DeepClone() ?? [];
        environment.TryAdd("retryOnFailures", 1000);
        environment["parallelProcessingFactor"] = instances;
        return _job.SubmitAsync(service, name, environment);
    }

    /// <summary>Waits for the good end, looks at every pixel and at the count of sections that were begun more than once.</summary>
    /// <param name="service">The service.</param>
    /// <param name="id">The job.</param>
    /// <param name="mostAgain">Sections that may have been begun again.</param>
    public async Task<JsonNode> AssertRightAsync(ServiceProcess service, string id, int mostAgain)
    {
        var job = await _job.AssertRightAsync(service, id);
        var sections = (await service.Client.GetAsync($"api/v1/jobs/{id}/sections")).AsArray();
        Assert.True(sections.Count >= Least, $"{sections.Count} sections");
        Assert.All(sections, section => Assert.Equal("done", (string)section!["state"]!));
        Assert.InRange(sections.Sum(section => (int)section!["tries"]! - 1), 0, mostAgain);
        return job;
    }

    /// <summary>Classes of a square, row by row.</summary>
    public byte[] Expected(int row, int column, int side) =>
        [.. Enumerable.Range(0, side * side).Select(i => (byte)_job.ValueAt(row + (i / side), column + (i % side)))];
}
