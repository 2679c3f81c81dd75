namespace RasterAnalysis.Polygons;

/// <summary>A corner of pixels: column 0 and row 0 are the raster's upper left corner.</summary>
/// <param name="Column">Columns to its left.</param>
/// <param name="Row">Rows above it.</param>
public readonly record struct GridVertex(int Column, int Row);
