using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Rasters.Sampling;

/// <summary>An area whose statistics are wanted.</summary>
/// <param name="Extent">Rectangle that is cut into cells, in the raster's coordinate system.</param>
/// <param name="Size">Number of cells; each counts as the pixel at its middle.</param>
/// <param name="MaxCells">
/// With more cells than so many only some are looked at: of larger cells where the raster has overviews, of spread windows where it has none.
/// </param>
/// <param name="Polygons">
/// Only cells whose middle lies inside one of these count; polygons as rings as x and y in turn, in the raster's coordinate system. Null for all.
/// </param>
/// <param name="Bands">1-based bands; null for all.</param>
/// <param name="Function">What is made of the values first; null for the stored ones.</param>
public sealed record SummaryRequest(
    Extent Extent,
    RasterSize Size,
    long MaxCells,
    IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>? Polygons = null,
    IReadOnlyList<int>? Bands = null,
    RasterFunction? Function = null);
