using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A service that was just started, on a warm disk: seconds from the start of its process to <c>/healthz/ready</c>, with an empty data folder and with one that it had before, and of its first
/// job, right after that and a little later, from submission to the published result. Of that, what the network alone takes that is loaded and run for the first time, as it is in a first
/// job, and what a later run of it takes.
/// </summary>
internal static class StartTable
{
    private const int Side = 512;
    private const int Bands = 6;
    private const int Times = 6;

    // somebody opens the page, chooses a raster and a model
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var sample = BenchmarkCase.LandCover();
        long[] tile = [1, Bands, Side + 64, Side + 64];
        double warm;
        using (var bare = new BareNetwork(sample.Network, tile))
        {
            warm = Table.Median(Enumerable.Range(0, 5).Select(_ => bare.Run()));
        }

        var cold = Table.Median(Enumerable.Range(0, 5).Select(_ => BareNetwork.LoadAndRun(sample.Network, tile)));
        var (empty, again, jobs, later) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Times; i++)
        {
            await using var service = new BenchmarkService();
            service.Process.Settings.Remove("RasterAnalysis__Worker__Rehearses");
            var first = await TimeAsync(service.Process.StartAsync);
            await service.Process.StopAsync();
            var second = await TimeAsync(service.Process.StartAsync);
            await File.WriteAllBytesAsync(service.PathOf("model.dlpk"), sample.Package);
            await File.WriteAllBytesAsync(service.PathOf("small.tif"), TiffFile.Byte(Side, Side, Bands, (band, row, column) => (byte)((row * band) + column)));
            var job = (await service.RunAsync("small.tif", "model.dlpk")).FromSubmission;
            await service.Process.StopAsync();
            await service.Process.StartAsync();
            await Task.Delay(Pause);
            var other = (await service.RunAsync("small.tif", "model.dlpk")).FromSubmission;
            if (i > 0)
            {
                // the first time warms the disk
                empty.Add(first);
                again.Add(second);
                jobs.Add(job);
                later.Add(other);
            }
        }

        Console.WriteLine($"{"",-34}{"s",8}{"from",8}{"to",8}");
        Print("start to ready, empty data folder", empty);
        Print("start to ready, former data folder", again);
        foreach (var (when, seconds) in ((string, List<double>)[])[("first job, right after ready", jobs), ($"first job, {Pause.TotalSeconds} s after ready", later)])
        {
            Print(when, seconds);
            Print("  beyond its network, loaded, run", [.. seconds.Select(job => job - cold)]);
            Print("  beyond a run of its network", [.. seconds.Select(job => job - warm)]);
        }

        return [new { startEmpty = empty, startAgain = again, firstJob = jobs, firstJobLater = later, loadAndRunSeconds = cold, runSeconds = warm }];
    }

    private static void Print(string what, List<double> seconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-34}{Table.Median(seconds),8:F2}{seconds.Min(),8:F2}{seconds.Max(),8:F2}"));

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
