using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Statistics and histograms as ArcGIS writes them. A band without a pixel has none; what no number of 64 bits can hold is null.</summary>
internal static class SummaryJson
{
    /// <summary>A list with an entry for each band.</summary>
    public static JsonArray Statistics(IEnumerable<BandSummary?> bands) => new([.. bands.OfType<BandSummary>().Select(band => new JsonObject
    {
        ["min"] = EsriJson.Number(band.Min),
        ["max"] = EsriJson.Number(band.Max),
        ["mean"] = EsriJson.Number(band.Mean),
        ["standardDeviation"] = EsriJson.Number(band.StandardDeviation),
        ["median"] = EsriJson.Number(band.Median),
        ["mode"] = EsriJson.Number(band.Mode),
        ["count"] = band.Count,
        ["skipX"] = 1,
        ["skipY"] = 1,
    })]);

    /// <summary>A list with an entry for each band.</summary>
    public static JsonArray Histograms(IEnumerable<BandSummary?> bands) => new([.. bands.OfType<BandSummary>().Select(band => new JsonObject
    {
        ["size"] = band.Histogram.Counts.Count,
        ["min"] = EsriJson.Number(band.Histogram.Min),
        ["max"] = EsriJson.Number(band.Histogram.Max),
        ["counts"] = new JsonArray([.. band.Histogram.Counts.Select(count => JsonValue.Create(count))]),
    })]);
}
