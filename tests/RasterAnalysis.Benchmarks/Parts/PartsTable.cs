using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RasterAnalysis.Benchmarks.Parts;

/// <summary>
/// The parts of a job by themselves, by BenchmarkDotNet: what each takes, and what it allocates. Within this process: a project that is made for the purpose would not
/// find the settings of this repository.
/// </summary>
internal static class PartsTable
{
    private static readonly Type[] Parts = [typeof(ReadBenchmark), typeof(NormalizeBenchmark), typeof(DecodeBenchmark), typeof(WriteBenchmark), typeof(PlanBenchmark)];

    /// <summary>Runs them all.</summary>
    /// <param name="folder">Where BenchmarkDotNet's own log goes.</param>
    public static Task<IReadOnlyList<object>> RunAsync(string folder)
    {
        using var log = new StreamLogger(Path.Combine(folder, "parts.log"));
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(log)
            .WithArtifactsPath(Path.GetFullPath(folder))
            .WithOptions(ConfigOptions.JoinSummary);
        var summary = BenchmarkRunner.Run(Parts, config).Single();
        var results = new List<object>();
        Console.WriteLine($"{"part",-12}{"ms",9}{"from",9}{"to",9}{"bytes allocated",17}");
        foreach (var report in summary.Reports)
        {
            var (name, times) = (report.BenchmarkCase.Descriptor.WorkloadMethod.Name, report.ResultStatistics!);
            var (mean, from, to) = (times.Mean / 1e6, times.Min / 1e6, times.Max / 1e6);
            var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{mean,9:F3}{from,9:F3}{to,9:F3}{allocated,17}"));
            results.Add(new { part = name, milliseconds = mean, from, to, allocatedBytes = allocated });
        }

        return Task.FromResult<IReadOnlyList<object>>(results);
    }
}
