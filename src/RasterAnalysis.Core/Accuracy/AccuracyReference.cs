namespace RasterAnalysis.Accuracy;

/// <summary>What a map is compared with: a file that somebody sent.</summary>
/// <param name="Path">Where the file lies.</param>
/// <param name="Name">Its name, which may say what kind of file it is.</param>
/// <param name="Field">Property or column with the class of a point; null to look for the usual ones.</param>
/// <param name="Crs">Coordinate system of the points, such as EPSG:32633; null for what the file says.</param>
/// <param name="IsByValue">Whether the values of a raster are those of the map's classes even where the raster names them otherwise.</param>
public sealed record AccuracyReference(string Path, string Name, string? Field = null, string? Crs = null, bool IsByValue = false);
