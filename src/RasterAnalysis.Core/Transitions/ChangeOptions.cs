namespace RasterAnalysis.Transitions;

/// <summary>How two class rasters become a from-to raster.</summary>
/// <param name="Unchanged">What becomes of pixels that have the same class in both.</param>
/// <param name="MinimumConfidence">Per cent that both confidences must have; null where none are asked.</param>
public sealed record ChangeOptions(UnchangedPixels Unchanged, int? MinimumConfidence);
