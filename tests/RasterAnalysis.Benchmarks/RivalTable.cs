using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A plain Python loop with rasterio over the same ONNX Runtime, tiles of 512 with 96 of padding, default threads, then <c>gdal_translate -of COG</c>, over our job: in turn, so that a machine that
/// gets slower or faster meanwhile does so for both. The large case is that of <see cref="UNetTable"/>, and runs in int8 too; the small one has a quarter of the weights on a fifth of the pixels.
/// </summary>
internal static class RivalTable
{
    private const int RivalTile = 512;
    private const int Pairs = 5;

    // the rival's padding is a little less than the network's radius
    private const double LeastEqual = 0.99;

    public static Task<IReadOnlyList<object>> RunAsync() => RunAsync(UNetCase.Network(), 8192, 8192, ["float32", "int8"]);

    public static Task<IReadOnlyList<object>> RunSmallAsync() => RunAsync(UNetCase.SmallNetwork(), 4096, 3072, ["float32"]);

    private static async Task<IReadOnlyList<object>> RunAsync(byte[] network, int columns, int rows, string[] precisions)
    {
        await using var service = await BenchmarkService.StartAsync();
        await File.WriteAllBytesAsync(service.PathOf("unet.onnx"), network);
        await File.WriteAllBytesAsync(service.PathOf("unet.dlpk"), UNetCase.Package(network));
        await UNetCase.WriteRasterAsync(service, "input.tif", columns, rows);
        async Task<(JsonNode Job, double Seconds)> JobAsync(string precision)
        {
            var (job, seconds, _) = await service.RunAsync("input.tif", "unet.dlpk", new JsonObject { ["precision"] = precision, ["int8_tolerance"] = 100 });
            return (job, seconds);
        }

        // a service learns by its first jobs; the rival has nothing to learn
        var first = await JobAsync("float32");
        foreach (var precision in precisions.Skip(1))
        {
            await JobAsync(precision);
        }

        var rivals = new List<RivalTimes>();
        var jobs = precisions.ToDictionary(precision => precision, _ => new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            rivals.Add(RivalScript.Run(service.PathOf("unet.onnx"), service.PathOf("input.tif"), service.PathOf("rival.tif")));
            foreach (var precision in precisions)
            {
                jobs[precision].Add((await JobAsync(precision)).Seconds);
            }
        }

        var ours = await service.Process.Client.GetBytesAsync((string)first.Job["result"]!["raster"]!);
        var equal = ShareOfEqual(CogFile.Read(ours), CogFile.Read(await File.ReadAllBytesAsync(service.PathOf("rival.tif"))));
        if (equal < LeastEqual)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Of the rival's labels {equal:P2} are the job's: they do not do the same."));
        }

        var plan = PlannedTiles.Of(first.Job, columns, rows);
        var pixels = columns * (double)rows;
        var (rivalThrough, jobThrough) = (rivals[0].Tiles * (double)RivalTile * RivalTile / pixels, plan.PixelsThrough / pixels);
        var ratios = jobs.ToDictionary(job => job.Key, job => rivals.Zip(job.Value, (rival, seconds) => rival.Seconds / seconds).Order().ToArray());
        var (bareOfRival, bareOfJob) = (BareRate(network, RivalTile), BareRate(network, plan.Tile));
        Console.WriteLine($"{"Mpx",6}{"rival s",9}{"in Run",8}{"in COG",8}{"through",9}{"precision",11}{"job s",8}{"through",9}{"ratio",8}{"from",8}{"to",8}{"equal labels",14}");
        foreach (var (precision, seconds) in jobs)
        {
            var all = ratios[precision];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{pixels / 1e6,6:F1}{Table.Median(rivals.Select(rival => rival.Seconds)),9:F1}{Table.Median(rivals.Select(rival => rival.Run)),8:F1}{Table.Median(rivals.Select(rival => rival.Translate)),8:F1}{rivalThrough,9:F2}")
                + string.Create(CultureInfo.InvariantCulture, $"{precision,11}{Table.Median(seconds),8:F1}{jobThrough,9:F2}{Table.Median(all),8:F2}{all[0],8:F2}{all[^1],8:F2}")
                + (precision == "float32" ? string.Create(CultureInfo.InvariantCulture, $"{equal,14:F6}") : ""));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"bare Run, Mpx/s: on tiles of {RivalTile} {bareOfRival:F2}, on the job's tiles of {plan.Tile} with {plan.Padding} of padding {bareOfJob:F2}"));
        Console.WriteLine("through: times that a useful pixel goes through the network, before the job's networks are narrowed");
        return [new { columns, rows, rivals, jobs, ratios, rivalThrough, jobThrough, bareOfRival, bareOfJob, jobTile = plan.Tile, equalLabels = equal }];
    }

    /// <summary>Megapixels a second through the network and nothing else.</summary>
    private static double BareRate(byte[] network, int tile)
    {
        using var bare = new BareNetwork(network, 1, UNetCase.Bands, tile, tile);
        return tile * (double)tile / 1e6 / Table.Median(Enumerable.Range(0, 5).Select(_ => bare.Run()));
    }

    private static double ShareOfEqual(CogFile one, CogFile other)
    {
        var (a, b) = (one.Levels[0].Pixels, other.Levels[0].Pixels);
        return a.Length == b.Length
            ? a.Zip(b).Count(pair => pair.First == pair.Second) / (double)a.Length : throw new InvalidOperationException("The rival's raster has another size than the job's.");
    }
}
