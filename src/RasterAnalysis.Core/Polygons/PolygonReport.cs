namespace RasterAnalysis.Polygons;

/// <summary>What came of making polygons.</summary>
/// <param name="Classes">Each class, in the order of the raster's classes, with the number of its polygons.</param>
/// <param name="LeftOut">Polygons that were left out, as they are smaller than was asked for.</param>
/// <param name="Note">How areas were found; where they are not known, why.</param>
public sealed record PolygonReport(IReadOnlyList<PolygonClass> Classes, long LeftOut, string Note);
