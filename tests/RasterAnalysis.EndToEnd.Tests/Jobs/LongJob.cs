using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>A job of nine sections whose every pixel is known, for tests that disturb it.</summary>
internal static class LongJob
{
    private const int Side = 5000;
    private const int Classes = 12;

    /// <summary>Puts raster and package into the service's raster store and submits the job.</summary>
    /// <returns>The job's id.</returns>
    public static async Task<string> SubmitAsync(ServiceProcess service, string name, JsonObject? context = null)
    {
        await PrepareAsync(service);
        return await service.Client.SubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/long.tif" },
            ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/long.dlpk" },
            ["outputName"] = name,
            ["context"] = context?.DeepClone(),
        });
    }

    /// <summary>Puts raster and package into the service's raster store, as <c>long.tif</c> and <c>long.dlpk</c>.</summary>
    public static async Task PrepareAsync(ServiceProcess service)
    {
        var raster = Path.Combine(service.Store, "long.tif");
        if (!File.Exists(raster))
        {
            await File.WriteAllBytesAsync(raster, TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)Value(row, column)));
            await File.WriteAllBytesAsync(
                Path.Combine(service.Store, "long.dlpk"),
                TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)));
        }
    }

    /// <summary>Waits until some sections are done and others are not.</summary>
    public static async Task HalfDoneAsync(ServiceProcess service, string id)
    {
        var job = await service.Client.JobWhenAsync(id, j => j["sections"]!["done"]!.GetValue<int>() > 0);
        Assert.Equal("executing", job["status"]!.GetValue<string>());
        Assert.True(job["sections"]!["total"]!.GetValue<int>() >= 9);
    }

    /// <summary>Waits for the good end, and looks at every pixel.</summary>
    public static async Task<JsonNode> AssertRightAsync(ServiceProcess service, string id)
    {
        var job = await service.Client.FinishedAsync(id);
        Assert.True(job["status"]!.GetValue<string>() == "succeeded", $"{job.ToJsonString()}\n{service.Log}");
        var raster = CogFile.Read(await service.Client.GetBytesAsync(job["result"]!["raster"]!.GetValue<string>()));
        var wrong = 0;
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                wrong += raster.At(row, column) == Value(row, column) ? 0 : 1;
            }
        }

        Assert.Equal(0, wrong);
        return job;
    }

    private static int Value(int row, int column) => (int)((((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 24) % Classes);
}
