using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A U-Net of 2 million weights over 8192² pixels of four 16-bit bands, tiled and deflated: pixels through the network per second in a job over the same by
/// bare runs with the same tile, and useful pixels over pixels through the network.
/// </summary>
internal static partial class UNetTable
{
    private const int Side = 8192;
    private const int Bands = 4;
    private const int Classes = 6;
    private const int Pairs = 3;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        var network = LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 16, "batch");
        await File.WriteAllBytesAsync(service.PathOf("unet.dlpk"), TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), network));
        await service.WriteTiledAsync("input.tif", TiffFile.UInt16(Side, Side, Bands, Sample));

        var (first, _, _) = await service.RunAsync("input.tif", "unet.dlpk");
        var plan = TilesMessage().Match(ServiceClient.Messages(first).Single(text => TilesMessage().IsMatch(text)));
        var (tile, padding) = (Number(plan, 1), Number(plan, 2));
        var core = (tile - (2 * padding)) / 16 * 16;
        var tiles = Math.Pow(Math.Ceiling(Side / (double)core), 2);
        var useful = (double)Side * Side / (tiles * tile * tile);

        using var bare = new BareNetwork(network, 1, Bands, tile, tile);
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

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // fields with some noise, as imagery has: neither the reader nor the compressor has it too easy
    private static ushort Sample(int band, int row, int column) =>
        (ushort)(1000 + (400 * band) + ((row / 64 * 7919 ^ column / 64 * 104729) % 512) + (((uint)((row * 7919) ^ (column * 104729) ^ (band * 31)) * 2654435761u) >> 27));

    [GeneratedRegex(@"tiles of (\d+)×\d+ pixels with (\d+) pixels of padding")]
    private static partial Regex TilesMessage();
}
