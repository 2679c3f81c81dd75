using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Tests.Tools;

/// <summary>A tool that only these tests know: statistics of the first band, section by section.</summary>
internal sealed class BandStatisticsTool : ITool
{
    public const string Name = "BandStatistics";

    public ToolDescription Description { get; } = new(
        Name, "Band Statistics", "Sums the first band up.",
        [new("inputRaster", "Input Raster", "The raster.", ParameterNeed.Required)],
        new("outStatistics", "Statistics", "Pixels and their mean.", ParameterNeed.Derived), []);

    public string Queue => ToolQueues.Rasters;

    public ResultKind Result => ResultKind.Value;

    public bool GoesOn => true;

    public string Rewrite(StoredRequests requests, string request) => requests.Write(requests.Read<BandStatisticsRequest>(request));
}
