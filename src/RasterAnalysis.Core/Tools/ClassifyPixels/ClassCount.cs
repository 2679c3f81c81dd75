namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>How many pixels of a raster have a value.</summary>
/// <param name="Value">Class value.</param>
/// <param name="Count">Pixels.</param>
public readonly record struct ClassCount(long Value, long Count);
