namespace RasterAnalysis.Detection;

/// <summary>A corner of pixels.</summary>
/// <param name="Column">The column at its right; 0 is the left edge.</param>
/// <param name="Row">The row below it; 0 is the upper edge.</param>
public readonly record struct PixelCorner(int Column, int Row);
