namespace RasterAnalysis.Rasters.Areas;

/// <summary>How much of a raster has a class.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Pixels">Pixels that have the value.</param>
/// <param name="SquareMetres">Their area on the ellipsoid; null where it is not known.</param>
public sealed record ClassArea(long Value, string Name, long Pixels, double? SquareMetres);
