using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>A 1×1 convolution to six classes, where nearly all the time is our own: the whole job over GDAL's writing of the same cloud-optimised GeoTIFF.</summary>
internal static class PixelwiseTable
{
    private const int Side = 8192;
    private const int Classes = 6;
    private const int Pairs = 5;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await service.WriteOneLayerAsync("one.dlpk", Classes);
        await service.WriteTiledAsync("input.tif", TiffFile.Byte(Side, Side, 1, Sample));
        await service.RunAsync("input.tif", "one.dlpk");
        Translate(service);
        var pairs = new List<(double Job, double Gdal)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            pairs.Add(((await service.RunAsync("input.tif", "one.dlpk")).Seconds, Translate(service)));
        }

        var ratios = pairs.Select(pair => pair.Job / pair.Gdal).Order().ToArray();
        var (job, gdal) = (Table.Median(pairs.Select(pair => pair.Job)), Table.Median(pairs.Select(pair => pair.Gdal)));
        Console.WriteLine($"{"Mpx",6}{"job s",8}{"gdal_translate s",18}{"ratio",8}{"from",8}{"to",8}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Side * (double)Side / 1e6,6:F0}{job,8:F2}{gdal,18:F2}{Table.Median(ratios),8:F2}{ratios[0],8:F2}{ratios[^1],8:F2}"));
        return [new { side = Side, jobSeconds = job, gdalSeconds = gdal, ratio = Table.Median(ratios), ratios }];
    }

    /// <summary>The input's values are the classes, so it is itself a class raster of that size.</summary>
    private static double Translate(BenchmarkService service)
    {
        var clock = Stopwatch.StartNew();
        GdalTool.Run(
            "gdal_translate", "-q", "-of", "COG", "-co", "COMPRESS=DEFLATE", "-co", "LEVEL=1", "-co", "OVERVIEW_RESAMPLING=MODE", "-co", "BLOCKSIZE=512", "-co", "NUM_THREADS=ALL_CPUS",
            service.PathOf("input.tif"), service.PathOf("cog.tif"));
        return clock.Elapsed.TotalSeconds;
    }

    // fields of a class with specks of others
    private static byte Sample(int band, int row, int column)
    {
        var noise = (uint)((row * 7919) ^ (column * 104729)) * 2654435761u;
        return (byte)(noise >> 27 == 0 ? noise % Classes : (uint)((row / 40 * 31) + (column / 56 * 17)) % Classes);
    }
}
