using System.Globalization;

namespace RasterAnalysis.Benchmarks;

/// <summary>Peaks of memory for pictures of uploads, and for jobs on rasters of growing size, with a 1×1 convolution to five classes: they should be the same.</summary>
internal static class MemoryTable
{
    private static readonly int[] Sides = [2000, 20000, 60000];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var results = new List<object>(await PictureMemoryTable.RunAsync());
        (long Service, long Instance) first = default;
        Console.WriteLine($"{"pixels",-12}{"service MiB",13}{"ratio",8}{"instance MiB",14}{"ratio",8}{"seconds",9}");
        foreach (var side in Sides)
        {
            var (service, instance, seconds) = await MemoryPeaks.MeasureAsync(side);
            first = first.Service == 0 ? (service, instance) : first;
            var (serviceRatio, instanceRatio) = ((double)service / first.Service, (double)instance / first.Instance);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{side + "²",-12}{service,13}{serviceRatio,8:F2}{instance,14}{instanceRatio,8:F2}{seconds,9:F1}"));
            results.Add(new { side, serviceMiB = service, serviceRatio, instanceMiB = instance, instanceRatio, seconds });
        }

        return results;
    }
}
