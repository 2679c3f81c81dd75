using System.Globalization;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Peaks of memory for one picture of 64×64 pixels of an uploaded raster without overviews, by its size: they should be the same. The picture is asked for as soon as the upload was
/// answered, so the overviews are being made meanwhile.
/// </summary>
internal static class PictureMemoryTable
{
    private static readonly (string Name, int Bands, bool IsWide, int Side)[] Rasters = [("RGB", 3, false, 10_000), ("4 x UInt16", 4, true, 10_980)];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var results = new List<object>();
        Console.WriteLine($"{"picture of",-24}{"pixels",-10}{"service MiB",13}{"ratio",8}{"instance MiB",14}{"ratio",8}{"seconds",9}");
        foreach (var (name, bands, isWide, side) in Rasters)
        {
            foreach (var isTiled in (bool[])[false, true])
            {
                var what = $"{name}, {(isTiled ? "tiled" : "striped")}";
                var small = await MeasureAsync(what, bands, isWide, MemoryPeaks.SmallSide, isTiled, null);
                results.Add(small.Row);
                results.Add((await MeasureAsync(what, bands, isWide, side, isTiled, small.Peaks)).Row);
            }
        }

        return results;
    }

    private static async Task<(object Row, (long Service, long Instance) Peaks)> MeasureAsync(
        string what, int bands, bool isWide, int side, bool isTiled, (long Service, long Instance)? first)
    {
        var (service, instance, seconds) = await MemoryPeaks.MeasurePictureAsync(bands, isWide, side, isTiled);
        var (serviceRatio, instanceRatio) = ((double)service / (first?.Service ?? service), (double)instance / (first?.Instance ?? instance));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-24}{side + "²",-10}{service,13}{serviceRatio,8:F2}{instance,14}{instanceRatio,8:F2}{seconds,9:F2}"));
        return (new { what, side, serviceMiB = service, serviceRatio, instanceMiB = instance, instanceRatio, seconds }, (service, instance));
    }
}
