using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Rasters.Sampling;

/// <summary>Places whose values are wanted.</summary>
/// <param name="Extent">Rectangle that is cut into cells, in the raster's coordinate system.</param>
/// <param name="Size">Number of cells; a place has the value of the pixel at the middle of its cell.</param>
/// <param name="Points">x and y in the raster's coordinate system; may lie outside.</param>
/// <param name="Bands">1-based bands; null for all.</param>
/// <param name="Function">What is made of the values first; null for the stored ones.</param>
public sealed record SampleRequest(
    Extent Extent, RasterSize Size, IReadOnlyList<(double X, double Y)> Points, IReadOnlyList<int>? Bands = null, RasterFunction? Function = null);
