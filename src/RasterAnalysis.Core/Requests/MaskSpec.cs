
namespace RasterAnalysis.Requests;

/// <summary>The mask of a job. Exactly one of the two is set.</summary>
/// <param name="Raster">A raster: pixels are wanted whose centre lies on a valid cell of its first band.</param>
/// <param name="Polygons">
/// Polygons in pixels of the processing grid (columns as x, rows as y, pixel corners at whole numbers): pixels are wanted whose centre lies inside.
/// Rings as in <see cref="MaskPolygons"/>.
/// </param>
public sealed record MaskSpec(InputLocation? Raster, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>? Polygons);
