using System.Globalization;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// The job's megapixels per second over those of bare ONNX Runtime on the same tiles with the same threads; 1 would be a job that costs nothing but the
/// network. Pairs in turn, so that a machine that gets slower or faster meanwhile does so for both.
/// </summary>
internal static class ThroughputTable
{
    private const int Pairs = 5;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var results = new List<object>();
        Console.WriteLine($"{"network",-26}{"Mpx",8}{"job Mpx/s",12}{"bare Mpx/s",12}{"ratio",8}{"from",8}{"to",8}");
        foreach (var benchmark in new[] { BenchmarkCase.LandCover(), BenchmarkCase.OneLayer() })
        {
            await using var service = new ServiceProcess();
            await service.StartAsync();
            var job = new JobRuns(service, benchmark);
            await job.PrepareAsync();
            using var bare = new BareRuns(benchmark);
            await job.RunAsync();
            bare.Run();

            var pairs = new List<(double Job, double Bare)>();
            for (var pair = 0; pair < Pairs; pair++)
            {
                pairs.Add((await job.RunAsync(), bare.Run()));
            }

            var megapixels = (double)benchmark.Size.Width * benchmark.Size.Height / 1e6;
            var ratios = pairs.Select(p => p.Bare / p.Job).Order().ToArray();
            var (jobRate, bareRate) = (megapixels / Table.Median(pairs.Select(p => p.Job)), megapixels / Table.Median(pairs.Select(p => p.Bare)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{benchmark.Name,-26}{megapixels,8:F1}{jobRate,12:F2}{bareRate,12:F2}{Table.Median(ratios),8:F3}{ratios[0],8:F3}{ratios[^1],8:F3}"));
            results.Add(new
            {
                network = benchmark.Name, megapixels, jobMegapixelsPerSecond = jobRate, bareMegapixelsPerSecond = bareRate, ratio = Table.Median(ratios), ratios,
                tile = benchmark.Tiling.TileWidth, padding = benchmark.Tiling.Padding, batch = benchmark.Tiling.BatchSize, threads = Environment.ProcessorCount,
            });
        }

        return results;
    }
}

