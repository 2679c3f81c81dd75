using RasterAnalysis.Models;

namespace RasterAnalysis.Transitions;

/// <summary>One of the two class rasters of a from-to raster.</summary>
/// <param name="Field">The parameter that named it, for faults.</param>
/// <param name="Path">Its file.</param>
/// <param name="IsTrusted">Whether every GDAL driver may open it.</param>
/// <param name="Classes">Its classes; empty to take those that the file itself names.</param>
/// <param name="Confidence">How sure its classes are; null where that does not matter.</param>
public sealed record ChangeRaster(string Field, string Path, bool IsTrusted, IReadOnlyList<ClassDefinition> Classes, ConfidenceRaster? Confidence);
