using System.Text.Json.Nodes;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Statistics and histograms as ArcGIS writes them. A band without a pixel has none.</summary>
internal static class SummaryJson
{
    /// <summary>A list with an entry for each band.</summary>
    public static JsonArray Statistics(IEnumerable<BandSummary?> bands) => new([.. bands.OfType<BandSummary>().Select(band => new JsonObject
    {
        ["min"] = band.Min,
        ["max"] = band.Max,
        ["mean"] = band.Mean,
        ["standardDeviation"] = band.StandardDeviation,
        ["median"] = band.Median,
        ["mode"] = band.Mode,
        ["count"] = band.Count,
        ["skipX"] = 1,
        ["skipY"] = 1,
    })]);

    /// <summary>A list with an entry for each band.</summary>
    public static JsonArray Histograms(IEnumerable<BandSummary?> bands) => new([.. bands.OfType<BandSummary>().Select(band => new JsonObject
    {
        ["size"] = band.Histogram.Counts.Count,
        ["min"] = band.Histogram.Min,
        ["max"] = band.Histogram.Max,
        ["counts"] = new JsonArray([.. band.Histogram.Counts.Select(count => JsonValue.Create(count))]),
    })]);
}
