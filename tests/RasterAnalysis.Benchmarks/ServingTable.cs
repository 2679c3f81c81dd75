using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Pictures of 256×256 pixels from a result of 20,000², and from the same file as somebody's upload, which a processing instance shows: how long one takes, and how many more a second
/// 64 clients get than one.
/// </summary>
internal static class ServingTable
{
    private const int Side = 20000;
    private const int Classes = 6;
    private const int Pictures = 300;
    private const int Clients = 64;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await service.WriteOneLayerAsync("one.dlpk", Classes);
        await File.WriteAllBytesAsync(
            service.PathOf("input.tif"), TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)(((row / 40 * 31) + (column / 56 * 17)) % Classes), cell: 1));
        var (job, _, _) = await service.RunAsync("input.tif", "one.dlpk");
        var http = service.Process.Client.Http;
        var upload = await service.Process.Client.AddAsync(await http.GetByteArrayAsync((string)job["result"]!["raster"]!), "source.tif");
        Console.WriteLine($"{"of",-8}{"median ms",11}{"p99 ms",9}{"one client/s",14}{"64 clients/s",14}{"ratio",8}");
        return [await MeasureAsync("result", http, new Uri((string)job["result"]!["imageServer"]!)), await MeasureAsync("source", http, new Uri((string)upload["imageServer"]!))];
    }

    private static async Task<object> MeasureAsync(string of, HttpClient http, Uri server)
    {
        var random = new Random(1);
        string[] addresses = [.. Enumerable.Range(0, Pictures).Select(_ => Address(server, random))];
        foreach (var address in addresses.Take(50))
        {
            await http.GetByteArrayAsync(address);
        }

        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        foreach (var address in addresses)
        {
            var begun = Stopwatch.GetTimestamp();
            await http.GetByteArrayAsync(address);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        var one = Pictures / clock.Elapsed.TotalSeconds;
        clock.Restart();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 4 * Pictures).Select(i => addresses[i % Pictures]), new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (address, cancellationToken) => await http.GetByteArrayAsync(address, cancellationToken));
        var many = 4 * Pictures / clock.Elapsed.TotalSeconds;
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{of,-8}{times[times.Count / 2],11:F1}{times[times.Count * 99 / 100],9:F1}{one,14:F0}{many,14:F0}{many / one,8:F2}"));
        return new { of, medianMs = times[times.Count / 2], p99Ms = times[times.Count * 99 / 100], onePerSecond = one, manyPerSecond = many, ratio = many / one };
    }

    /// <summary>A view at a random place and scale.</summary>
    private static string Address(Uri server, Random random)
    {
        var width = Side / (double)(1 << random.Next(7));
        var (left, top) = (500000 + (random.NextDouble() * (Side - width)), 5000000 - (random.NextDouble() * (Side - width)));
        return string.Create(CultureInfo.InvariantCulture, $"{server}/exportImage?f=image&format=png32&size=256,256&bbox={left},{top - width},{left + width},{top}");
    }
}
