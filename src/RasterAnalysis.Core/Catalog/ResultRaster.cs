namespace RasterAnalysis.Catalog;

/// <summary>A raster, or a table of features, that a job has made.</summary>
/// <param name="Name">Name of the raster that it was made from; empty when the job made only one.</param>
/// <param name="Path">Its file in the job's folder; it is moved when it is published, with its side-car files.</param>
public sealed record ResultRaster(string Name, string Path);
