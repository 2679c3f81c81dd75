namespace RasterAnalysis.Classification;

/// <summary>Where the mask of a job lies. Exactly one of the two is set.</summary>
/// <param name="RasterPath">A raster: pixels are wanted where it has a valid cell in its first band.</param>
/// <param name="IsTrusted">For a raster: see <see cref="Rasters.RasterReadSpec.IsTrusted"/>.</param>
/// <param name="PolygonsWkt">Polygons, as a well-known text multipolygon in the coordinate system of the processing grid: pixels are wanted whose centre lies inside.</param>
public sealed record MaskSpec(string? RasterPath, bool IsTrusted, string? PolygonsWkt);
