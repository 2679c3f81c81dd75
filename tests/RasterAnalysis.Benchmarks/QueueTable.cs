using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>Many jobs submitted at once: whether all end, in which order they begin, and how long a look at their state takes meanwhile.</summary>
internal static class QueueTable
{
    private const int Jobs = 200;
    private const int Side = 300;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = new ServiceProcess();
        await service.StartAsync();
        await File.WriteAllBytesAsync(Path.Combine(service.Store, "input.tif"), TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)((row + column) % 3)));
        await File.WriteAllBytesAsync(
            Path.Combine(service.Store, "model.dlpk"), TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)));
        var clock = Stopwatch.StartNew();
        var ids = new List<string>();
        for (var i = 0; i < Jobs; i++)
        {
            ids.Add(await service.Client.SubmitAsync(new JsonObject
            {
                ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/input.tif" },
                ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/model.dlpk" },
                ["outputName"] = $"Job{i}",
                ["context"] = new JsonObject { ["reuseResults"] = false },
            }));
        }

        var looks = new List<double>();
        var jobs = new Dictionary<string, JsonNode>();
        while (jobs.Count < Jobs)
        {
            foreach (var id in ids.Where(id => !jobs.ContainsKey(id)).Take(20).ToList())
            {
                var begun = Stopwatch.GetTimestamp();
                var job = await service.Client.JobAsync(id);
                looks.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                if ((string)job["status"]! is "succeeded" or "failed")
                {
                    jobs[id] = job;
                }
            }
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var succeeded = jobs.Values.Count(job => (string)job["status"]! == "succeeded" && (int)job["sections"]!["done"]! == (int)job["sections"]!["total"]!);
        var starts = ids.Select(id => (DateTimeOffset)jobs[id]["started"]!).ToArray();
        var ends = ids.Select(id => (DateTimeOffset)jobs[id]["finished"]!).ToArray();
        var (startedLate, endedLate) = (Inversions(starts), Inversions(ends));
        looks.Sort();
        var (median, p99) = (looks[looks.Count / 2], looks[looks.Count * 99 / 100]);
        Console.WriteLine($"{"jobs",6}{"succeeded",11}{"seconds",9}{"begun out of order",20}{"ended out of order",20}{"looks",7}{"median ms",11}{"p99 ms",8}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Jobs,6}{succeeded,11}{seconds,9:F1}{startedLate,20}{endedLate,20}{looks.Count,7}{median,11:F1}{p99,8:F1}"));
        return [new { jobs = Jobs, succeeded, seconds, begunOutOfOrder = startedLate, endedOutOfOrder = endedLate, looks = looks.Count, medianMs = median, p99Ms = p99 }];
    }

    /// <summary>Neighbours in order of submission of which the later one comes first.</summary>
    private static int Inversions(DateTimeOffset[] times) => Enumerable.Range(1, times.Length - 1).Count(i => times[i] < times[i - 1]);
}
