namespace RasterAnalysis.Features;

/// <summary>Opens feature tables.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IFeatureTables
{
    /// <summary>Opens a file that this service wrote.</summary>
    /// <exception cref="Rasters.RasterAccessException">It is not there, or has no table of polygons.</exception>
    IFeatureTable Open(string path);
}
