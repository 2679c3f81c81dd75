namespace RasterAnalysis.Models;

/// <summary><c>MinCellSize</c> or <c>MaxCellSize</c> of a definition: the cell size of the rasters that the model was trained on.</summary>
/// <param name="X">Width of a pixel, over 0, in the units of <paramref name="Wkid"/>.</param>
/// <param name="Y">Height of a pixel, over 0.</param>
/// <param name="Wkid">Number of the coordinate system; null where the definition names none.</param>
public sealed record CellSizeLimit(double X, double Y, int? Wkid);
