using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A cell size for each axis.</summary>
/// <param name="X">Width of a cell in units of the result's coordinate system, above 0.</param>
/// <param name="Y">Height of a cell; its width unless given.</param>
[AlsoTaken("spatialReference", "factor")]
internal sealed record CellSizeModel(double X, double? Y);
