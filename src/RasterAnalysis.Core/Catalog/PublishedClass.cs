using RasterAnalysis.Models;

namespace RasterAnalysis.Catalog;

/// <summary>A class of a published classified raster.</summary>
/// <param name="Definition">Value, name and colour.</param>
/// <param name="Count">Pixels of the full-resolution raster that have the value.</param>
public sealed record PublishedClass(ClassDefinition Definition, long Count);
