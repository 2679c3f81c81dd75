namespace RasterAnalysis.Accuracy;

/// <summary>Pixels with one class in a map and one in a reference raster.</summary>
/// <param name="Map">Value in the map.</param>
/// <param name="Reference">Value of the map's class that the reference means; null where the reference has none.</param>
/// <param name="Pixels">How many.</param>
/// <param name="SquareMetres">Their area on the ellipsoid; null where it is not known.</param>
public sealed record PairCount(long Map, long? Reference, long Pixels, double? SquareMetres);
