using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>An item that a request names.</summary>
/// <param name="Field">The parameter that names it.</param>
/// <param name="Raster">How it is named.</param>
/// <param name="HasClasses">Whether it must be a class raster.</param>
public sealed record RequestedRaster(string Field, SourceReference Raster, bool HasClasses = true);
