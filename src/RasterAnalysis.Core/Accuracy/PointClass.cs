namespace RasterAnalysis.Accuracy;

/// <summary>What a raster has at a place.</summary>
/// <param name="IsInside">Whether the place lies on the raster.</param>
/// <param name="Value">The pixel's value; null where it has no class.</param>
public readonly record struct PointClass(bool IsInside, long? Value);
