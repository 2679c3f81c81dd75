namespace RasterAnalysis.Polygons;

/// <summary>Pixels of one class that hang together by their sides, and their outline.</summary>
/// <param name="Number">Number of the class.</param>
/// <param name="Pixels">How many pixels.</param>
/// <param name="SquareMetres">Sum of their areas, as they were given.</param>
/// <param name="Rings">The outer ring, and then the holes; each ends where it begins. Rings of neighbours have the same vertices where they run together, those included at which a third begins.</param>
public sealed record TracedRegion(int Number, long Pixels, double SquareMetres, IReadOnlyList<GridVertex[]> Rings);
