using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Seconds per megapixel for rasters of growing size, with a network that takes a few tenths of a second for each: from 16 megapixels on they should be the same.
/// With less to compute, the fixed part of a job would be what is measured at 16.
/// </summary>
internal static class GrowthTable
{
    private const int Piece = 4000;
    private const int Middle = 4;
    private const int Classes = 6;
    private const double From = 16;
    private static readonly int[] Pieces = [1, Middle, 2 * Middle];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();

        // as a byte's values are 51 times the class, so that there is room for noise between them
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(Classes), ("DataRange", new JsonArray(0, Classes - 1)));
        await File.WriteAllBytesAsync(service.PathOf("slow.dlpk"), TestPackages.Package(definition, TinyNetworks.CopyBandSlowly(Classes, channels: 32, layers: 5)));
        await service.WriteTiledAsync("small.tif", TiffFile.Byte(1000, 1000, 1, Sample));
        await service.WriteTiledAsync("piece.tif", TiffFile.Byte(Piece, Piece, 1, Sample));
        foreach (var pieces in Pieces)
        {
            await WriteMosaicAsync(service, pieces);
        }

        var results = new List<(double Megapixels, double Seconds)>();
        Console.WriteLine($"{"Mpx",8}{"seconds",10}{"s/Mpx",10}{"from",10}{"to",10}");

        // large enough for the speed of tiles to be measured, so that all sizes are planned alike
        await service.RunAsync($"{Middle}.vrt", "slow.dlpk");
        results.Add(await MeasureAsync(service, "small.tif", 1000, times: 3));
        foreach (var pieces in Pieces)
        {
            results.Add(await MeasureAsync(service, $"{pieces}.vrt", pieces * Piece, times: pieces == 1 ? 3 : 1));
        }

        var large = results.Where(result => result.Megapixels >= From).Select(result => result.Seconds / result.Megapixels).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest over smallest s/Mpx from {From} Mpx up: {large.Max() / large.Min():F3}; aim: at most 1.10"));
        return [.. results.Select(result => new { megapixels = result.Megapixels, seconds = result.Seconds, secondsPerMegapixel = result.Seconds / result.Megapixels })];
    }

    private static async Task<(double Megapixels, double Seconds)> MeasureAsync(BenchmarkService service, string raster, int side, int times)
    {
        var runs = new List<double>();
        for (var i = 0; i < times; i++)
        {
            runs.Add((await service.RunAsync(raster, "slow.dlpk")).Seconds);
        }

        var (megapixels, seconds) = (side * (double)side / 1e6, Table.Median(runs));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{megapixels,8:F0}{seconds,10:F2}{seconds / megapixels,10:F4}{runs.Min() / megapixels,10:F4}{runs.Max() / megapixels,10:F4}"));
        return (megapixels, seconds);
    }

    /// <summary>A square of pieces, which is the same file under names of its own: GDAL would keep the blocks of one name, and most of the reading would not be done.</summary>
    private static Task WriteMosaicAsync(BenchmarkService service, int pieces)
    {
        var sources = Enumerable.Range(0, pieces * pieces).Select(i =>
        {
            var name = $"piece-{pieces}-{i}.tif";
            File.CreateSymbolicLink(service.PathOf(name), "piece.tif");
            return $"""
                <SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename><SourceBand>1</SourceBand>
                <SourceProperties RasterXSize="{Piece}" RasterYSize="{Piece}" DataType="Byte" BlockXSize="256" BlockYSize="256"/>
                <SrcRect xOff="0" yOff="0" xSize="{Piece}" ySize="{Piece}"/>
                <DstRect xOff="{i % pieces * Piece}" yOff="{i / pieces * Piece}" xSize="{Piece}" ySize="{Piece}"/></SimpleSource>
                """;
        });
        return File.WriteAllTextAsync(service.PathOf($"{pieces}.vrt"), $"""
            <VRTDataset rasterXSize="{pieces * Piece}" rasterYSize="{pieces * Piece}"><SRS>EPSG:32633</SRS><GeoTransform>500000, 1, 0, 5000000, 0, -1</GeoTransform>
            <VRTRasterBand dataType="Byte" band="1">{string.Concat(sources)}</VRTRasterBand></VRTDataset>
            """);
    }

    // fields of a class with specks of others, each with some noise: neither the reader nor the compressor has it too easy
    private static byte Sample(int band, int row, int column)
    {
        var noise = (uint)((row * 7919) ^ (column * 104729)) * 2654435761u;
        var value = noise >> 27 == 0 ? noise % Classes : (uint)((row / 40 * 31) + (column / 56 * 17)) % Classes;
        return (byte)Math.Clamp((51 * value) + (noise >> 28) - 8, 0L, 255L);
    }
}
