using System.Globalization;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>A small job on a warm service: seconds from submission to the published result, without the network's own.</summary>
internal static class LatencyTable
{
    private const int Side = 512;
    private const int Bands = 6;
    private const int Times = 9;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        var sample = BenchmarkCase.LandCover();
        await File.WriteAllBytesAsync(service.PathOf("model.dlpk"), sample.Package);
        await File.WriteAllBytesAsync(service.PathOf("small.tif"), TiffFile.Byte(Side, Side, Bands, (band, row, column) => (byte)((row * band) + column)));
        await service.RunAsync("small.tif", "model.dlpk");
        await service.RunAsync("small.tif", "model.dlpk");
        using var bare = new BareNetwork(sample.Network, 1, Bands, Side + 64, Side + 64);
        var network = Table.Median(Enumerable.Range(0, 5).Select(_ => bare.Run()));
        var jobs = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            jobs.Add((await service.RunAsync("small.tif", "model.dlpk")).FromSubmission);
        }

        jobs.Sort();
        Console.WriteLine($"{"job s",8}{"network s",11}{"rest s",8}{"from",8}{"to",8}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Table.Median(jobs),8:F2}{network,11:F2}{Table.Median(jobs) - network,8:F2}{jobs[0] - network,8:F2}{jobs[^1] - network,8:F2}"));
        return [new { side = Side, jobSeconds = jobs, networkSeconds = network, rest = Table.Median(jobs) - network }];
    }
}
