using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A random forest of 100 trees of depth 12 over six bands: rows per second of the whole job over those of ONNX Runtime's bare <c>Run</c> on <c>[N, bands]</c>. What else the machine does
/// changes seconds, and hardly processor time; so the ratio of rows per second of processor time stands beside it, for the service and its instances on one side.
/// </summary>
internal static class ForestTable
{
    private const int Bands = TrainedClassifier.Bands;
    private const int RowsOfRun = 1 << 18;

    private static readonly (long, string, int[])[] Classes = [(11, "Open Water", [70, 107, 159]), (41, "Deciduous Forest", [104, 171, 95]), (95, "Wetlands", [108, 159, 184])];

    public static Task<IReadOnlyList<object>> RunAsync() => MeasureAsync((2048, 3), (4096, 1));

    /// <summary>A job of many minutes, in which its beginning and end do not count.</summary>
    public static Task<IReadOnlyList<object>> RunLargeAsync() => MeasureAsync((10_000, 1));

    private static async Task<IReadOnlyList<object>> MeasureAsync(params (int Side, int Pairs)[] sizes)
    {
        var network = TrainedClassifier.Make("forest");
        await using var service = await BenchmarkService.StartAsync();
        await File.WriteAllBytesAsync(service.PathOf("forest.dlpk"), TestPackages.Package(TestPackages.Definition(Classes), network));
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(network, options);
        Console.WriteLine($"{"side",8}{"job rows/s",14}{"bare rows/s",14}{"ratio",8}{"from",8}{"to",8}{"cpu",8}");
        var results = new List<object>();
        foreach (var (side, pairs) in sizes)
        {
            await service.WriteTiledAsync("input.tif", TiffFile.Byte(side, side, Bands, Sample));
            var measured = new List<(Rate Job, Rate Bare)>();
            for (var pair = 0; pair < pairs; pair++)
            {
                // before and after the job: what else the machine does changes
                var (before, spent) = (Bare(session), ProcessorTime(service));
                var seconds = (await service.RunAsync("input.tif", "forest.dlpk")).Seconds;
                var job = Rate.Of((double)side * side, seconds, (ProcessorTime(service) - spent).TotalSeconds);
                var after = Bare(session);
                measured.Add((job, new Rate((before.Wall + after.Wall) / 2, (before.Processor + after.Processor) / 2)));
            }

            var ratios = measured.Select(pair => pair.Job.Wall / pair.Bare.Wall).Order().ToArray();
            var (ours, bare) = (Table.Median(measured.Select(pair => pair.Job.Wall)), Table.Median(measured.Select(pair => pair.Bare.Wall)));
            var processorRatio = Table.Median(measured.Select(pair => pair.Job.Processor / pair.Bare.Processor));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{side,8}{ours,14:F0}{bare,14:F0}{Table.Median(ratios),8:F2}{ratios[0],8:F2}{ratios[^1],8:F2}{processorRatio,8:F2}"));
            results.Add(new { side, jobRowsPerSecond = ours, bareRowsPerSecond = bare, ratio = Table.Median(ratios), ratios, processorRatio });
        }

        return results;
    }

    /// <summary>What the service and the instances that it has started have used so far.</summary>
    private static TimeSpan ProcessorTime(BenchmarkService service) => service.Process.InstanceIds().Append(service.Process.Id).Aggregate(
        TimeSpan.Zero,
        (sum, id) =>
        {
            using var process = Process.GetProcessById(id);
            return sum + process.TotalProcessorTime;
        });

    /// <summary>Rows per second of a few runs.</summary>
    private static Rate Bare(InferenceSession session)
    {
        const int Runs = 4;
        var rows = new float[RowsOfRun * Bands];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Sample(i % Bands, i / Bands / 2048, i / Bands % 2048);
        }

        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [RowsOfRun, Bands]);
        session.Run(options, ["X"], [input], ["output_label"]).Dispose();
        using var self = Process.GetCurrentProcess();
        var (clock, spent) = (Stopwatch.StartNew(), self.TotalProcessorTime);
        for (var run = 0; run < Runs; run++)
        {
            session.Run(options, ["X"], [input], ["output_label"]).Dispose();
        }

        self.Refresh();
        return Rate.Of(Runs * (double)RowsOfRun, clock.Elapsed.TotalSeconds, (self.TotalProcessorTime - spent).TotalSeconds);
    }

    // fields with specks, as images have them
    private static byte Sample(int band, int row, int column)
    {
        var field = (uint)(((row / 9 * 7919) ^ (column / 11 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24;
        var speck = (uint)(((row * 15485863) ^ (column * 32452843) ^ band) * 2654435761u) >> 28;
        return (byte)Math.Min(255, field + speck);
    }

    /// <summary>Rows per second, and per second of processor time.</summary>
    private readonly record struct Rate(double Wall, double Processor)
    {
        public static Rate Of(double rows, double seconds, double processorSeconds) => new(rows / seconds, rows / processorSeconds);
    }
}
