using System.Globalization;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A U-Net of 2 million weights over 8192² pixels of four 16-bit bands: a job in int8 over one in Float32, by turns. The network is not trained, so its labels are noise, and how many differ says
/// nothing; the first job finds its scales, the others take them as kept.
/// </summary>
internal static class Int8Table
{
    private const int Side = 8192;
    private const int Pairs = 5;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await File.WriteAllBytesAsync(service.PathOf("unet.dlpk"), UNetCase.Package(UNetCase.Network()));
        await UNetCase.WriteRasterAsync(service, "input.tif", Side);
        async Task<double> RunAsync(string precision)
        {
            var (job, seconds, _) = await service.RunAsync("input.tif", "unet.dlpk", new JsonObject { ["precision"] = precision, ["int8_tolerance"] = 100 });
            var isQuantized = job["messages"]!.AsArray().Any(message => ((string)message!["text"]!).StartsWith("The network computes in int8", StringComparison.Ordinal));
            return isQuantized == (precision == "int8") ? seconds : throw new InvalidOperationException(job.ToJsonString());
        }

        var first = (await RunAsync("float32"), await RunAsync("int8"));
        var pairs = new List<(double Float32, double Int8)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            pairs.Add((await RunAsync("float32"), await RunAsync("int8")));
        }

        var ratios = pairs.Select(pair => pair.Int8 / pair.Float32).Order().ToArray();
        Console.WriteLine($"{"float32 s",10}{"int8 s",10}{"ratio",8}{"from",8}{"to",8}{"first int8 s",14}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Table.Median(pairs.Select(pair => pair.Float32)),10:F1}{Table.Median(pairs.Select(pair => pair.Int8)),10:F1}{Table.Median(ratios),8:F3}{ratios[0],8:F3}{ratios[^1],8:F3}{first.Item2,14:F1}"));
        return [new { float32 = pairs.Select(pair => pair.Float32), int8 = pairs.Select(pair => pair.Int8), ratios, firstInt8 = first.Item2 }];
    }
}
