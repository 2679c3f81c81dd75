namespace RasterAnalysis.Transitions;

/// <summary>A raster whose first band says, in per cent, how sure the classes of another one are.</summary>
/// <param name="Field">The parameter that named it, for faults.</param>
/// <param name="Path">Its file.</param>
/// <param name="IsTrusted">Whether every GDAL driver may open it.</param>
public sealed record ConfidenceRaster(string Field, string Path, bool IsTrusted);
