using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>The job as a user has it: submitted over HTTP, from its start to the published result.</summary>
internal sealed class JobRuns(ServiceProcess service, BenchmarkCase benchmark)
{
    public async Task PrepareAsync()
    {
        await File.WriteAllBytesAsync(Path.Combine(service.Store, "input.tif"), TiffFile.Byte(benchmark.Size.Width, benchmark.Size.Height, benchmark.Bands, Sample));
        await File.WriteAllBytesAsync(Path.Combine(service.Store, "model.dlpk"), benchmark.Package);
    }

    /// <summary>Seconds of one job.</summary>
    public async Task<double> RunAsync()
    {
        var tiling = benchmark.Tiling;
        var (job, _) = await service.Client.ClassifyAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/input.tif" },
            ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/model.dlpk" },
            ["modelArguments"] = new JsonObject { ["tile_size"] = tiling.TileWidth, ["padding"] = tiling.Padding, ["batch_size"] = tiling.BatchSize },
            ["context"] = new JsonObject { ["reuseResults"] = false },
        });
        return (job["finished"]!.GetValue<DateTimeOffset>() - job["started"]!.GetValue<DateTimeOffset>()).TotalSeconds;
    }

    // scattered values: neither the reader nor the compressor has it too easy
    private static byte Sample(int band, int row, int column) => (byte)(((uint)((row * 7919) ^ (column * 104729) ^ (band * 31)) * 2654435761u) >> 29);
}
