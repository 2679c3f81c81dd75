using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Benchmarks;

/// <summary>A service of its own for one table, and the jobs that a user would submit to it.</summary>
internal sealed class BenchmarkService : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    // The job itself says when it began and ended. Fifty questions a second took a twentieth of the machine.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public ServiceProcess Process { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings in environment form.</param>
    public static async Task<BenchmarkService> StartAsync(params (string Name, string Value)[] settings)
    {
        var service = new BenchmarkService();
        foreach (var (name, value) in settings)
        {
            service.Process.Settings[name] = value;
        }

        await service.Process.StartAsync();
        return service;
    }

    /// <summary>Full path of a file in the raster store.</summary>
    public string PathOf(string name) => Path.Combine(Process.Store, name);

    /// <summary>Writes the package of a 1×1 convolution that gives its band's value as the class.</summary>
    public Task WriteOneLayerAsync(string name, int classes) => File.WriteAllBytesAsync(
        PathOf(name), TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(classes)), TinyNetworks.CopyBand(classes)));

    /// <summary>Writes a raster into the store and has GDAL tile and deflate it.</summary>
    public async Task WriteTiledAsync(string name, byte[] tiff)
    {
        await File.WriteAllBytesAsync(PathOf("plain.tif"), tiff);
        GdalTool.Run("gdal_translate", "-q", "-co", "TILED=YES", "-co", "COMPRESS=DEFLATE", PathOf("plain.tif"), PathOf(name));
        File.Delete(PathOf("plain.tif"));
    }

    /// <summary>Runs a job that computes everything itself.</summary>
    /// <param name="raster">File in the store.</param>
    /// <param name="package">File in the store.</param>
    /// <param name="arguments">Model arguments; null for none.</param>
    /// <param name="processor"><c>CPU</c> or <c>GPU</c>.</param>
    /// <returns>The job, and its seconds from start to published result and from submission on.</returns>
    public async Task<(JsonNode Job, double Seconds, double FromSubmission)> RunAsync(string raster, string package, JsonObject? arguments = null, string processor = "CPU")
    {
        var id = await Process.Client.SubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = $"/rasterStores/store/{raster}" },
            ["model"] = new JsonObject { ["uri"] = $"/rasterStores/store/{package}" },
            ["modelArguments"] = arguments ?? [],
            ["context"] = new JsonObject { ["reuseResults"] = false, ["processorType"] = processor },
        });
        var job = await Until.FoundAsync(
            async () => await Process.Client.JobAsync(id) is var job && (string)job["status"]! is "succeeded" or "failed" ? job : null, $"the job on {raster}", Longest, Pause);
        var (submitted, started, finished) = ((DateTimeOffset)job["submitted"]!, (DateTimeOffset)job["started"]!, (DateTimeOffset)job["finished"]!);
        return (string)job["status"]! == "succeeded"
            ? (job, (finished - started).TotalSeconds, (finished - submitted).TotalSeconds) : throw new InvalidOperationException(job.ToJsonString());
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
