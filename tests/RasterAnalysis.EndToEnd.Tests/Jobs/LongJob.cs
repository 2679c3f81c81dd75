using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>A job of nine sections whose every pixel is known, for tests that disturb it.</summary>
internal static class LongJob
{
    private static readonly KnownJob Job = new("long", 5000, 5000, 12, classes => TinyNetworks.CopyBand(classes));

    /// <summary>Submits the job.</summary>
    /// <returns>The job's id.</returns>
    public static Task<string> SubmitAsync(ServiceProcess service, string name, JsonObject? context = null) => Job.SubmitAsync(service, name, context);

    /// <summary>Puts raster and package into the service's raster store, as <c>long.tif</c> and <c>long.dlpk</c>.</summary>
    public static Task PrepareAsync(ServiceProcess service) => Job.PrepareAsync(service);

    /// <summary>Waits until some sections are done and others are not.</summary>
    public static async Task HalfDoneAsync(ServiceProcess service, string id)
    {
        var job = await service.Client.JobWhenAsync(id, j => j["sections"]!["done"]!.GetValue<int>() > 0);
        Assert.Equal("executing", job["status"]!.GetValue<string>());
        Assert.True(job["sections"]!["total"]!.GetValue<int>() >= 9);
    }

    /// <summary>Waits for the good end, and looks at every pixel.</summary>
    public static Task<JsonNode> AssertRightAsync(ServiceProcess service, string id) => Job.AssertRightAsync(service, id);
}
