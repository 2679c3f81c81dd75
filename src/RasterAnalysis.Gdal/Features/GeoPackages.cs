using RasterAnalysis.Features;

namespace RasterAnalysis.Gdal.Features;

/// <summary>Opens GeoPackages that this service wrote.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class GeoPackages : IFeatureTables
{
    /// <inheritdoc/>
    public IFeatureTable Open(string path) => GeoPackageTable.Open(path);
}
