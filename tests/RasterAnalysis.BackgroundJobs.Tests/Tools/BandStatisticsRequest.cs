using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.Tests.Tools;

/// <summary>What a job of <see cref="BandStatisticsTool"/> keeps.</summary>
/// <param name="Input">The raster.</param>
/// <param name="Side">Pixels on each side of a section.</param>
internal sealed record BandStatisticsRequest(InputLocation Input, int Side);
