using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>A job whose every pixel is known, for tests that disturb it.</summary>
/// <param name="name">Names its files in the raster store.</param>
/// <param name="width">Columns of the raster.</param>
/// <param name="height">Rows of the raster.</param>
/// <param name="classes">Classes; their values are those of the raster.</param>
/// <param name="network">A network whose class is the value of its one band.</param>
internal sealed class KnownJob(string name, int width, int height, int classes, Func<int, byte[]> network)
{
    /// <summary>Puts raster and package into the service's raster store and submits the job. Nothing of earlier jobs is taken unless the context says so.</summary>
    /// <returns>The job's id.</returns>
    public async Task<string> SubmitAsync(ServiceProcess service, string outputName, JsonObject? context = null, JsonObject? modelArguments = null)
    {
        await PrepareAsync(service);
        var environment = (JsonObject?)context?.DeepClone() ?? [];
        environment.TryAdd("reuseResults", false);
        return await service.Client.SubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = $"/rasterStores/store/{name}.tif" },
            ["model"] = new JsonObject { ["uri"] = $"/rasterStores/store/{name}.dlpk" },
            ["modelArguments"] = modelArguments,
            ["outputName"] = outputName,
            ["context"] = environment,
        });
    }

    /// <summary>Puts raster and package into the service's raster store, unless they are there.</summary>
    public async Task PrepareAsync(ServiceProcess service)
    {
        if (!File.Exists(Path.Combine(service.Store, $"{name}.dlpk")))
        {
            await File.WriteAllBytesAsync(
                Path.Combine(service.Store, $"{name}.tif"), TiffFile.Byte(width, height, 1, (_, row, column) => (byte)ValueAt(row, column)));
            await File.WriteAllBytesAsync(
                Path.Combine(service.Store, $"{name}.dlpk"),
                TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(classes)), network(classes)));
        }
    }

    /// <summary>Waits for the good end, and looks at every pixel.</summary>
    public async Task<JsonNode> AssertRightAsync(ServiceProcess service, string id)
    {
        var job = await service.Client.FinishedAsync(id);
        Assert.True(job["status"]!.GetValue<string>() == "succeeded", $"{job.ToJsonString()}\n{service.Log}");
        var raster = CogFile.Read(await service.Client.GetBytesAsync(job["result"]!["raster"]!.GetValue<string>()));
        Assert.Equal((width, height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => (uint)ValueAt(row, column)));
        return job;
    }

    /// <summary>The class at a place.</summary>
    public int ValueAt(int row, int column) => (int)((((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 24) % classes);
}
