using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Requests;

/// <summary>Says how large the classes of an item are in zones. Only what lies under the zones is read.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IZoneAreas
{
    /// <summary>The areas of each zone, in the order of the zones; of a mosaic those of its rasters added up.</summary>
    /// <param name="item">A raster.</param>
    /// <param name="zones">The zones.</param>
    /// <param name="table">The feature table that they are in; null where they are given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: it is no class raster; <c>zones</c> or <c>zoneField</c>: they cannot be laid over it, or are too many.</exception>
    /// <exception cref="RasterAccessException">Its file cannot be read.</exception>
    Task<IReadOnlyList<ZoneClassAreas>> OfAsync(CatalogItem item, ZoneRequest zones, string? table, CancellationToken cancellationToken);
}
