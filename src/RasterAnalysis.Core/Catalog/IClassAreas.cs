using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Catalog;

/// <summary>Says how large the classes of an item are: measured once, and kept with the item for as long as its files are the same.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IClassAreas
{
    /// <summary>The areas of an item; of a mosaic those of its rasters added up.</summary>
    /// <param name="item">A raster.</param>
    /// <param name="cancellationToken">Stops waiting; what was begun goes on for whoever asks next.</param>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: it is no class raster.</exception>
    /// <exception cref="RasterAccessException">Its file cannot be read.</exception>
    /// <exception cref="BusyException">It is large, and is still being measured.</exception>
    Task<ClassAreas> OfAsync(CatalogItem item, CancellationToken cancellationToken);
}
