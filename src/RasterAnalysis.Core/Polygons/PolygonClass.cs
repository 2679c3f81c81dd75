namespace RasterAnalysis.Polygons;

/// <summary>A class, and how many polygons it has.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name.</param>
/// <param name="Polygons">How many.</param>
public sealed record PolygonClass(long Value, string Name, long Polygons);
