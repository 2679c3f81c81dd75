using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Ways to compress a result, on the raster that a job made: seconds and bytes of <c>gdal_translate -of COG</c> without overviews, and both over those of the setting of
/// results, DEFLATE level 1. One after the other and again, so that a machine that gets slower or faster meanwhile does so for all.
/// </summary>
internal static class CompressionTable
{
    private const int Side = 8192;
    private const int Classes = 6;
    private const int Times = 5;

    private static readonly (string Name, string[] Options)[] Settings =
    [
        ("DEFLATE 1 (results)", ["COMPRESS=DEFLATE", "LEVEL=1"]),
        .. new[] { 2, 3, 6, 9 }.Select(level => ($"DEFLATE {level}", new[] { "COMPRESS=DEFLATE", $"LEVEL={level}" })),
        ("ZSTD", ["COMPRESS=ZSTD"]),
        .. new[] { 1, 9 }.Select(level => ($"ZSTD {level}", new[] { "COMPRESS=ZSTD", $"LEVEL={level}" })),
        ("LZW", ["COMPRESS=LZW"]),
    ];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await service.WriteOneLayerAsync("one.dlpk", Classes);
        await service.WriteTiledAsync("input.tif", TiffFile.Byte(Side, Side, 1, ClassPatches.Sample));
        var (job, _, _) = await service.RunAsync("input.tif", "one.dlpk");
        await File.WriteAllBytesAsync(service.PathOf("result.tif"), await service.Process.Client.GetBytesAsync((string)job["result"]!["raster"]!));
        var settings = Settings.Where(setting => IsOffered(service, setting.Options)).ToArray();
        var seconds = settings.Select(_ => new List<double>()).ToArray();
        var bytes = new long[settings.Length];
        for (var time = 0; time < Times; time++)
        {
            for (var i = 0; i < settings.Length; i++)
            {
                seconds[i].Add(Translate(service, settings[i].Options));
                bytes[i] = new FileInfo(service.PathOf("again.tif")).Length;
            }
        }

        var medians = seconds.Select(Table.Median).ToArray();
        Console.WriteLine($"{"compression",-20}{"seconds",9}{"ratio",8}{"MB",8}{"ratio",8}");
        foreach (var (i, (name, _)) in settings.Index())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name,-20}{medians[i],9:F2}{medians[i] / medians[0],8:F2}{bytes[i] / 1e6,8:F2}{bytes[i] / (double)bytes[0],8:F2}"));
        }

        return [.. settings.Select((setting, i) => new { compression = setting.Name, seconds = medians[i], runs = seconds[i], bytes = bytes[i] })];
    }

    /// <summary>Whether GDAL here has the compression; the first file is also the one that warms up.</summary>
    private static bool IsOffered(BenchmarkService service, string[] options)
    {
        try
        {
            Translate(service, options);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static double Translate(BenchmarkService service, string[] options)
    {
        var clock = Stopwatch.StartNew();
        string[] arguments = [.. new[] { "BLOCKSIZE=512", "NUM_THREADS=ALL_CPUS", "OVERVIEWS=NONE" }.Concat(options).SelectMany(option => new[] { "-co", option })];
        GdalTool.Run("gdal_translate", ["-q", "-of", "COG", .. arguments, service.PathOf("result.tif"), service.PathOf("again.tif")]);
        return clock.Elapsed.TotalSeconds;
    }
}
