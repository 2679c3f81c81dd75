namespace RasterAnalysis.Catalog;

/// <summary>Shows what running jobs have finished of their rasters.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IPartialResults
{
    /// <summary>The result that a job is making, as far as it is done: a virtual raster of its finished sections, NoData elsewhere.</summary>
    /// <param name="serviceName">Name of the image service that the job will make, whatever its case.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>An item that is not in the catalog; null when no running job has the name, it has no plan yet, or it makes several rasters.</returns>
    Task<CatalogItem?> FindAsync(string serviceName, CancellationToken cancellationToken = default);
}
