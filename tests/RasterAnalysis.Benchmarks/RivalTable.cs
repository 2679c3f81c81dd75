using System.Globalization;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A plain Python loop with rasterio over the same ONNX Runtime, tiles of 512 with 96 of padding, default threads, then <c>gdal_translate -of COG</c>, over our job:
/// the network and the raster of <see cref="UNetTable"/>. In turn, so that a machine that gets slower or
/// faster meanwhile does so for both.
/// </summary>
internal static class RivalTable
{
    private const int Side = 8192;
    private const int RivalTile = 512;
    private const int Pairs = 5;

    // the rival's padding is a little less than the network's radius
    private const double LeastEqual = 0.99;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        var network = UNetCase.Network();
        await File.WriteAllBytesAsync(service.PathOf("unet.onnx"), network);
        await File.WriteAllBytesAsync(service.PathOf("unet.dlpk"), UNetCase.Package(network));
        await UNetCase.WriteRasterAsync(service, "input.tif", Side);

        var (first, _, _) = await service.RunAsync("input.tif", "unet.dlpk");
        var pairs = new List<(RivalTimes Rival, double Job)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            var rival = RivalScript.Run(service.PathOf("unet.onnx"), service.PathOf("input.tif"), service.PathOf("rival.tif"));
            pairs.Add((rival, (await service.RunAsync("input.tif", "unet.dlpk")).Seconds));
        }

        var ours = await service.Process.Client.GetBytesAsync((string)first["result"]!["raster"]!);
        var equal = ShareOfEqual(CogFile.Read(ours), CogFile.Read(await File.ReadAllBytesAsync(service.PathOf("rival.tif"))));
        if (equal < LeastEqual)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Of the rival's labels {equal:P2} are the job's: they do not do the same."));
        }

        var ratios = pairs.Select(pair => pair.Rival.Seconds / pair.Job).Order().ToArray();
        var (seconds, job) = (Table.Median(pairs.Select(pair => pair.Rival.Seconds)), Table.Median(pairs.Select(pair => pair.Job)));
        var (run, translate) = (Table.Median(pairs.Select(pair => pair.Rival.Run)), Table.Median(pairs.Select(pair => pair.Rival.Translate)));
        var pixels = Side * (double)Side;
        var plan = PlannedTiles.Of(first, Side);
        var (rivalThrough, jobThrough) = (pairs[0].Rival.Tiles * (double)RivalTile * RivalTile / pixels, plan.PixelsThrough / pixels);
        var (rivalRate, jobRate) = (rivalThrough * pixels / 1e6 / seconds, jobThrough * pixels / 1e6 / job);
        var (bareOfRival, bareOfJob) = (BareRate(network, RivalTile), BareRate(network, plan.Tile));
        Console.WriteLine($"{"Mpx",6}{"rival s",9}{"in Run",8}{"in COG",8}{"through",9}{"job s",8}{"through",9}{"ratio",8}{"from",8}{"to",8}{"equal labels",14}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pixels / 1e6,6:F1}{seconds,9:F1}{run,8:F1}{translate,8:F1}{rivalThrough,9:F2}{job,8:F1}{jobThrough,9:F2}{Table.Median(ratios),8:F2}{ratios[0],8:F2}{ratios[^1],8:F2}{equal,14:F6}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Mpx/s through the network: rival {rivalRate:F2}, bare Run on tiles of {RivalTile} {bareOfRival:F2}; job {jobRate:F2}, bare Run on its tiles of {plan.Tile} {bareOfJob:F2}"));
        Console.WriteLine("through: times that a useful pixel goes through the network; aim: ratio at least 3");
        return
        [
            new
            {
                side = Side, rival = pairs.Select(pair => pair.Rival), jobSeconds = pairs.Select(pair => pair.Job), rivalThrough, jobThrough, rivalRate, jobRate,
                bareOfRival, bareOfJob, jobTile = plan.Tile, equalLabels = equal, ratio = Table.Median(ratios), ratios,
            },
        ];
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
