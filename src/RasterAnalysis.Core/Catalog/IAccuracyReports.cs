using RasterAnalysis.Accuracy;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Catalog;

/// <summary>Says how right the classes of an item are, and draws places that tell. The last assessment is kept with the item for as long as its files are the same.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IAccuracyReports
{
    /// <summary>The last assessment of an item; null when there is none of its files.</summary>
    AccuracyReport? Find(CatalogItem item);

    /// <summary>Forgets it.</summary>
    Task RemoveAsync(CatalogItem item, CancellationToken cancellationToken);

    /// <summary>Compares an item with a reference and keeps what comes out.</summary>
    /// <param name="item">A class raster.</param>
    /// <param name="reference">Points or a raster.</param>
    /// <param name="withKappa">Whether kappa is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: it is no class raster; <c>reference</c>, <c>field</c> or <c>crs</c>: the reference cannot be taken.</exception>
    /// <exception cref="RasterAccessException">The item's file cannot be read.</exception>
    /// <exception cref="BusyException">Its areas are still being measured.</exception>
    Task<AccuracyReport> AssessAsync(CatalogItem item, AccuracyReference reference, bool withKappa, CancellationToken cancellationToken);

    /// <summary>Draws pixels of each class at random, without replacement.</summary>
    /// <param name="item">A class raster.</param>
    /// <param name="design">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: it is no class raster; <c>points</c>: they are too many.</exception>
    /// <exception cref="RasterAccessException">The item's file cannot be read.</exception>
    /// <exception cref="BusyException">Its areas are still being measured.</exception>
    Task<ClassSample> SampleAsync(CatalogItem item, SampleDesign design, CancellationToken cancellationToken);
}
