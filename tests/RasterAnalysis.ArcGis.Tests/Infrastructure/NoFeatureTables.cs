using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>No file has features here; feature services are tested with real ones, in RasterAnalysis.Api.Tests.</summary>
internal sealed class NoFeatureTables : IFeatureTables
{
    public IFeatureTable Open(string path) => throw new RasterAccessException("There are no features here.");
}
