namespace RasterAnalysis.Rasters.Functions;

/// <summary>Takes pixels out by where they lie (ArcGIS's <c>Clip</c>). The middle of a pixel decides.</summary>
/// <param name="Rings">Rings of a polygon, each x and y in turn; a place inside an even number of them is outside. Empty: nothing is taken out.</param>
/// <param name="SpatialReference">Coordinate system of the rings; null for the raster's own.</param>
/// <param name="KeepsInside">Whether what lies inside stays and the rest goes, or the other way round.</param>
public sealed record ClipFunction(IReadOnlyList<IReadOnlyList<double>> Rings, SpatialReference? SpatialReference, bool KeepsInside) : RasterFunction;
