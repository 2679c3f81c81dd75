namespace RasterAnalysis.Accuracy;

/// <summary>What became of the samples of a reference: points, or pixels where it is a raster.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="IsRaster">Whether it is a raster.</param>
/// <param name="Compared">Samples with a class in both.</param>
/// <param name="Outside">Points beside the raster; for a raster 0.</param>
/// <param name="NoData">Points where the raster has no class; for a raster pixels with a class of which the reference has none.</param>
/// <param name="Unlabelled">Points of which nothing says what class they are; for a raster 0.</param>
public sealed record ReferenceCounts(string Name, bool IsRaster, long Compared, long Outside, long NoData, long Unlabelled);
