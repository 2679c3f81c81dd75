using System.Globalization;

namespace RasterAnalysis.Benchmarks;

/// <summary>Seconds per megapixel for rasters of growing size, with a 1×1 convolution to five classes: from 16 megapixels on they should be the same.</summary>
internal static class GrowthTable
{
    private static readonly int[] Sides = [1000, 4000, 16000, 32000];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await service.WriteOneLayerAsync("one.dlpk", 5);
        var results = new List<object>();
        Console.WriteLine($"{"Mpx",8}{"seconds",10}{"s/Mpx",10}");
        foreach (var side in Sides)
        {
            await File.WriteAllTextAsync(service.PathOf($"{side}.vrt"), MemoryPeaks.EmptyRaster(side));
            await service.RunAsync($"{side}.vrt", "one.dlpk");
            var seconds = Table.Median(await Repeat(side > 20000 ? 1 : 3, async () => (await service.RunAsync($"{side}.vrt", "one.dlpk")).Seconds));
            var megapixels = side * (double)side / 1e6;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{megapixels,8:F0}{seconds,10:F2}{seconds / megapixels,10:F4}"));
            results.Add(new { megapixels, seconds, secondsPerMegapixel = seconds / megapixels });
        }

        return results;
    }

    private static async Task<List<double>> Repeat(int times, Func<Task<double>> run)
    {
        var results = new List<double>();
        for (var i = 0; i < times; i++)
        {
            results.Add(await run());
        }

        return results;
    }
}
