using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>Polygons of a mask, as the request gives them.</summary>
/// <param name="Polygons">
/// Polygons, each as its rings, each ring as x and y in turn. What lies within an odd number of a polygon's rings is inside; the order of the points
/// does not matter.
/// </param>
/// <param name="SpatialReference">Their coordinate system; null for the output's.</param>
public sealed record MaskPolygons(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> Polygons, SpatialReference? SpatialReference);
