using System.Globalization;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A U-Net of 2 million weights over 8192² pixels of four 16-bit bands, tiled and deflated: pixels through the network per second in a job over the same by
/// bare runs with the same tile, and useful pixels over pixels through the network.
/// </summary>
internal static class UNetTable
{
    private const int Side = 8192;
    private const int Pairs = 5;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        var network = UNetCase.Network();
        await File.WriteAllBytesAsync(service.PathOf("unet.dlpk"), UNetCase.Package(network));
        await UNetCase.WriteRasterAsync(service, "input.tif", Side);

        var (first, _, _) = await service.RunAsync("input.tif", "unet.dlpk");
        var (tile, padding, tiles) = PlannedTiles.Of(first, Side, Side);
        var useful = (double)Side * Side / (tiles * tile * tile);

        using var bare = new BareNetwork(network, 1, UNetCase.Bands, tile, tile);
        var pairs = new List<(double Job, double Bare)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            pairs.Add(((await service.RunAsync("input.tif", "unet.dlpk")).Seconds, Table.Median(Enumerable.Range(0, 5).Select(_ => bare.Run()))));
        }

        var ratios = pairs.Select(pair => tiles * pair.Bare / pair.Job).Order().ToArray();
        var rate = tiles * tile * tile / 1e6 / Table.Median(pairs.Select(pair => pair.Job));
        Console.WriteLine($"{"tile",6}{"padding",9}{"tiles",7}{"useful",8}{"job s",8}{"Mpx/s through",15}{"ratio",8}{"from",8}{"to",8}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tile,6}{padding,9}{tiles,7}{useful,8:F3}{Table.Median(pairs.Select(pair => pair.Job)),8:F1}{rate,15:F2}{Table.Median(ratios),8:F3}{ratios[0],8:F3}{ratios[^1],8:F3}"));
        return [new { tile, padding, tiles, useful, seconds = pairs.Select(pair => pair.Job), bareSecondsPerTile = pairs.Select(pair => pair.Bare), ratios }];
    }
}
