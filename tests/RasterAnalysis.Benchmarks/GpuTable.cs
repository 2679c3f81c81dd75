using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Quantization;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A U-Net of 2 million weights over 8192² pixels of four 16-bit bands on a GPU, in Float32 and in float16 by turns: pixels of the raster and through the network per second in a job, and the latter
/// over the same by bare runs of the job's batches, copies to and from the GPU included. The network is not trained, so its labels are noise, and how many differ says nothing. With
/// <c>GPU_TEST_CPU=1</c> the CPU stands in, over 512² pixels, less often and in Float32 alone, to try the table itself.
/// </summary>
internal static class GpuTable
{
    private static readonly bool IsStandIn = Environment.GetEnvironmentVariable("GPU_TEST_CPU") == "1";
    private static readonly int Pairs = IsStandIn ? 2 : 5;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var side = IsStandIn ? 512 : 8192;
        await using var service = await BenchmarkService.StartAsync(("RasterAnalysis__OnnxRuntime__RequireGpu", IsStandIn ? "false" : "true"));
        var network = UNetCase.Network();
        await File.WriteAllBytesAsync(service.PathOf("unet.dlpk"), UNetCase.Package(network));
        await UNetCase.WriteRasterAsync(service, "input.tif", side);
        string[] precisions = IsStandIn ? ["float32"] : ["float32", "float16"];

        // the first job of each finds what is kept for the others
        var tiles = new Dictionary<string, PlannedTiles>();
        var bare = new Dictionary<string, BareGpu>();
        try
        {
            foreach (var precision in precisions)
            {
                var (job, _) = await RunAsync(service, precision);
                tiles[precision] = PlannedTiles.Of(job, side, side);
                var written = precision == "float16" ? Kept(service).Write(network, "", []) : network;
                bare[precision] = new BareGpu(written, service.PathOf($"{precision}.onnx"), IsStandIn ? 2 : 12, tiles[precision].Batch, UNetCase.Bands, tiles[precision].Tile, tiles[precision].Tile);
            }

            var pairs = precisions.ToDictionary(precision => precision, _ => new List<(double Job, double Bare)>());
            for (var pair = 0; pair < Pairs; pair++)
            {
                foreach (var precision in precisions)
                {
                    pairs[precision].Add(((await RunAsync(service, precision)).Seconds, bare[precision].SecondsPerTile()));
                }
            }

            return Report(side, tiles, pairs);
        }
        finally
        {
            foreach (var one in bare.Values)
            {
                one.Dispose();
            }
        }
    }

    private static List<object> Report(int side, Dictionary<string, PlannedTiles> tiles, Dictionary<string, List<(double Job, double Bare)>> pairs)
    {
        Console.WriteLine($"{"",-9}{"tile",6}{"padding",9}{"batch",7}{"useful",8}{"job s",8}{"Mpx/s",9}{"through",9}{"bare",9}{"share",8}{"from",8}{"to",8}");
        var results = new List<object>();
        foreach (var (precision, times) in pairs)
        {
            var plan = tiles[precision];
            var (seconds, ratios) = (Table.Median(times.Select(pair => pair.Job)), times.Select(pair => plan.Count * pair.Bare / pair.Job).Order().ToArray());
            var (pixels, through, useful) = ((double)side * side / 1e6, plan.PixelsThrough / 1e6, (double)side * side / plan.PixelsThrough);
            var bare = plan.Tile * plan.Tile / 1e6 / Table.Median(times.Select(pair => pair.Bare));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{precision,-9}{plan.Tile,6}{plan.Padding,9}{plan.Batch,7}{useful,8:F3}{seconds,8:F2}{pixels / seconds,9:F2}{through / seconds,9:F2}{bare,9:F2}{Table.Median(ratios),8:F3}{ratios[0],8:F3}{ratios[^1],8:F3}"));
            results.Add(new { precision, plan.Tile, plan.Padding, plan.Batch, useful, seconds = times.Select(pair => pair.Job), bareSecondsPerTile = times.Select(pair => pair.Bare), ratios });
        }

        return results;
    }

    private static async Task<(JsonNode Job, double Seconds)> RunAsync(BenchmarkService service, string precision)
    {
        var (job, seconds, _) = await service.RunAsync("input.tif", "unet.dlpk", new JsonObject { ["precision"] = precision, ["float16_tolerance"] = 100 }, "GPU");
        var messages = ServiceClient.Messages(job);
        return messages.Any(text => text.StartsWith("The network computes in float16", StringComparison.Ordinal)) == (precision == "float16")
            && messages.Any(text => text.Contains(IsStandIn ? "CPUExecutionProvider" : "CUDAExecutionProvider", StringComparison.Ordinal)) ? (job, seconds) : throw new InvalidOperationException(job.ToJsonString());
    }

    /// <summary>How the service found that the network is to be written.</summary>
    private static NetworkQuantization Kept(BenchmarkService service)
    {
        var file = Directory.GetFiles(Path.Combine(service.Process.DataRoot, "quantizations"), "*.json").Single();
        return PlanJson.Read<NetworkQuantization>(JsonNode.Parse(File.ReadAllText(file))!["quantization"]!.ToJsonString());
    }
}
