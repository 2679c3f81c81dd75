using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Exact statistics of classes, from the pixel counts that a result carries.</summary>
internal static class ClassStatistics
{
    private const int ByteBins = 256;
    private const int MaxBins = 65536;

    /// <summary>The summary of the one band.</summary>
    /// <returns>Null when the service shows no classes, or does not know how many pixels each has.</returns>
    public static IReadOnlyList<BandSummary?>? Of(ImageService service)
    {
        var counts = service.Item.Classes.Where(published => published.Count > 0)
            .Select(published => (Value: (double)published.Definition.Value, published.Count)).OrderBy(pair => pair.Value).ToArray();
        if (counts.Length == 0 || service.Raster.Bands.Count != 1)
        {
            return null;
        }

        var total = counts.Sum(pair => pair.Count);
        var mean = counts.Sum(pair => pair.Value * pair.Count) / total;
        var variance = counts.Sum(pair => (pair.Value - mean) * (pair.Value - mean) * pair.Count) / total;
        var (before, median) = (0L, counts[^1].Value);
        foreach (var (value, count) in counts)
        {
            before += count;
            if (before >= (total + 1) / 2)
            {
                median = value;
                break;
            }
        }

        return
        [
            new BandSummary(
                counts[0].Value, counts[^1].Value, mean, Math.Sqrt(variance), median, counts.MaxBy(pair => pair.Count).Value, total, Histogram(counts)),
        ];
    }

    // a bin for each whole number, as ArcGIS has it for 8 bits; values that lie too far apart share bins
    private static BandHistogram Histogram((double Value, long Count)[] counts)
    {
        var low = Math.Min(0, counts[0].Value) - 0.5;
        var high = Math.Max(ByteBins - 1, counts[^1].Value) + 0.5;
        var bins = new long[(int)Math.Min(MaxBins, high - low)];
        foreach (var (value, count) in counts)
        {
            bins[Math.Min(bins.Length - 1, (int)((value - low) / (high - low) * bins.Length))] += count;
        }

        return new BandHistogram(low, high, bins);
    }
}
