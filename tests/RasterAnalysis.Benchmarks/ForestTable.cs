using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>A random forest of 100 trees of depth 12 over six bands: rows per second of the whole job over those of ONNX Runtime's bare <c>Run</c> on <c>[N, bands]</c>.</summary>
internal static class ForestTable
{
    private const int Bands = TrainedClassifier.Bands;
    private const int RowsOfRun = 1 << 18;
    private static readonly (int Side, int Pairs)[] Sizes = [(2048, 3), (10_000, 1)];

    private static readonly (long, string, int[])[] Classes = [(11, "Open Water", [70, 107, 159]), (41, "Deciduous Forest", [104, 171, 95]), (95, "Wetlands", [108, 159, 184])];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var network = TrainedClassifier.Make("forest");
        await using var service = await BenchmarkService.StartAsync();
        await File.WriteAllBytesAsync(service.PathOf("forest.dlpk"), TestPackages.Package(TestPackages.Definition(Classes), network));
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(network, options);
        Console.WriteLine($"{"side",8}{"job rows/s",14}{"bare rows/s",14}{"ratio",8}{"from",8}{"to",8}");
        var results = new List<object>();
        foreach (var (side, pairs) in Sizes)
        {
            await service.WriteTiledAsync("input.tif", TiffFile.Byte(side, side, Bands, Sample));
            var measured = new List<(double Job, double Bare)>();
            for (var pair = 0; pair < pairs; pair++)
            {
                // before and after the job: what else the machine does changes
                var before = Bare(session);
                var job = (double)side * side / (await service.RunAsync("input.tif", "forest.dlpk")).Seconds;
                measured.Add((job, (before + Bare(session)) / 2));
            }

            var ratios = measured.Select(pair => pair.Job / pair.Bare).Order().ToArray();
            var (ours, bare) = (Table.Median(measured.Select(pair => pair.Job)), Table.Median(measured.Select(pair => pair.Bare)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{side,8}{ours,14:F0}{bare,14:F0}{Table.Median(ratios),8:F2}{ratios[0],8:F2}{ratios[^1],8:F2}"));
            results.Add(new { side, jobRowsPerSecond = ours, bareRowsPerSecond = bare, ratio = Table.Median(ratios), ratios });
        }

        return results;
    }

    /// <summary>Rows per second of a few runs.</summary>
    private static double Bare(InferenceSession session)
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
        var clock = Stopwatch.StartNew();
        for (var run = 0; run < Runs; run++)
        {
            session.Run(options, ["X"], [input], ["output_label"]).Dispose();
        }

        return Runs * (double)RowsOfRun / clock.Elapsed.TotalSeconds;
    }

    // fields with specks, as images have them
    private static byte Sample(int band, int row, int column)
    {
        var field = (uint)(((row / 9 * 7919) ^ (column / 11 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24;
        var speck = (uint)(((row * 15485863) ^ (column * 32452843) ^ band) * 2654435761u) >> 28;
        return (byte)Math.Min(255, field + speck);
    }
}
