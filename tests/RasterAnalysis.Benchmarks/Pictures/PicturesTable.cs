using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks.Pictures;

/// <summary>
/// Pictures of 256×256 pixels of one class raster of 20,000², by this service and by MapServer behind lighttpd, in turns: requests a second with 64 clients, the median with one,
/// bytes, and the memory of the web process. No view is asked for twice, so that no cache of pictures helps; a further line says what a view costs that was asked for before.
/// </summary>
internal static class PicturesTable
{
    private const int Classes = 6;
    private const int Clients = 64;
    private const int Rounds = 5;
    private const int OneByOne = 300;
    private const int Together = 2000;
    private static readonly TimeSpan MemoryTime = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await service.WriteOneLayerAsync("one.dlpk", Classes);
        await File.WriteAllBytesAsync(service.PathOf("input.tif"), TiffFile.Byte(PictureViewpoint.Side, PictureViewpoint.Side, 1, ClassPatches.Sample, cell: 1));
        var (job, _, _) = await service.RunAsync("input.tif", "one.dlpk");
        var http = service.Process.Client.Http;
        await using (var file = File.Create(service.PathOf("result.tif")))
        {
            await using var raster = await http.GetStreamAsync((string)job["result"]!["raster"]!);
            await raster.CopyToAsync(file);
        }

        var address = new Uri((string)job["result"]!["imageServer"]!);
        var random = new Random(1);
        await using var mapServer = await MapServer.StartAsync(service.PathOf("result.tif"), processes: 2, PictureViewpoint.Any(random));
        var theirs = new PictureServer("MapServer", mapServer.Address, mapServer.PathAndQueryOf);
        var ours = new PictureServer("ours", address, view => PathAndQueryOf(address, view));

        await SeeThatTheyShowTheSameAsync(theirs, ours, http);
        await ours.OneByOneAsync(Views(random, 50)); // a web process that has just run a job and has shown some pictures
        var idle = MebibytesOf(service.Process.Id);
        var rows = new List<object>();
        Console.WriteLine($"{"",-11}{"one client ms",15}{"bytes",9}{"64 clients/s",14}");
        var ratios = new List<(double Median, double Bytes, double Rate)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var (few, many) = (Views(random, OneByOne), Views(random, Together));
            var (a, b) = (await MeasureAsync(theirs, few, many), await MeasureAsync(ours, few, many));
            if (round > 0)
            {
                ratios.Add((b.Median / a.Median, b.Bytes / a.Bytes, b.Rate / a.Rate));
                rows.Add(new { round, theirs = new { a.Median, a.Bytes, a.Rate }, ours = new { b.Median, b.Bytes, b.Rate } });
            }
        }

        var ratio = (Median: Table.Median(ratios.Select(r => r.Median)), Bytes: Table.Median(ratios.Select(r => r.Bytes)), Rate: Table.Median(ratios.Select(r => r.Rate)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"ratio",-11}{ratio.Median,15:F2}{ratio.Bytes,9:F2}{ratio.Rate,14:F2}   (medians of {Rounds}; rates {ratios.Min(r => r.Rate):F2} to {ratios.Max(r => r.Rate):F2})"));
        rows.Add(new { ratio.Median, ratio.Bytes, ratio.Rate });

        var again = Views(random, OneByOne);
        await ours.OneByOneAsync(again);
        var known = await MeasureAsync(ours with { Name = "ours again" }, again, [.. Enumerable.Repeat(again, 10).SelectMany(views => views)]);
        rows.Add(new { again = new { known.Median, known.Bytes, known.Rate } });

        var peak = 0.0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < MemoryTime;)
        {
            await ours.TogetherAsync(Views(random, Together), Clients);
            peak = Math.Max(peak, MebibytesOf(service.Process.Id));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory of the web process: {idle:F0} MiB idle, {peak:F0} MiB with {Clients} clients, ratio {peak / idle:F2}"));
        rows.Add(new { idleMiB = idle, peakMiB = peak, ratio = peak / idle });
        return rows;
    }

    private static PictureViewpoint[] Views(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => PictureViewpoint.Any(random))];

    private static string PathAndQueryOf(Uri server, PictureViewpoint view) => string.Create(
        CultureInfo.InvariantCulture,
        $"{server.AbsolutePath}/exportImage?f=image&format=png32&size={PictureViewpoint.Pixels},{PictureViewpoint.Pixels}&bbox={view.Left},{view.Top - view.Width},{view.Left + view.Width},{view.Top}");

    private static async Task<(double Median, double Bytes, double Rate)> MeasureAsync(PictureServer server, IReadOnlyList<PictureViewpoint> few, IReadOnlyList<PictureViewpoint> many)
    {
        var (median, bytes) = await server.OneByOneAsync(few);
        var rate = await server.TogetherAsync(many, Clients);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Name,-11}{median,15:F2}{bytes,9:F0}{rate,14:F0}"));
        return (median, bytes, rate);
    }

    /// <summary>At full size both show the cell under the middle of each pixel.</summary>
    private static async Task SeeThatTheyShowTheSameAsync(PictureServer theirs, PictureServer ours, HttpClient http)
    {
        var view = new PictureViewpoint(507000, 4993000, 1.25 * PictureViewpoint.Pixels);
        var pictures = new List<PngFile>();
        foreach (var server in (PictureServer[])[theirs, ours])
        {
            pictures.Add(PngFile.Read(await http.GetByteArrayAsync(new Uri(server.Address, server.PathAndQueryOf(view)))));
        }

        var same = Enumerable.Range(0, PictureViewpoint.Pixels * PictureViewpoint.Pixels).Count(i =>
            pictures[0].At(i / PictureViewpoint.Pixels, i % PictureViewpoint.Pixels) == pictures[1].At(i / PictureViewpoint.Pixels, i % PictureViewpoint.Pixels));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of one view at full size, {100.0 * same / (PictureViewpoint.Pixels * PictureViewpoint.Pixels):F1} % of the pixels are the same"));
    }

    /// <summary>Resident memory of a process, MiB.</summary>
    private static double MebibytesOf(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
