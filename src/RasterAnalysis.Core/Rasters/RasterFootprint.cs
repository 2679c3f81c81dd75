namespace RasterAnalysis.Rasters;

/// <summary>Where somebody says that a raster lies that was not opened yet.</summary>
/// <param name="Wkid">Id of the coordinate system.</param>
/// <param name="Extent">Where it lies in it.</param>
/// <param name="Cell">Width of its cells.</param>
/// <param name="Degrees">Where else the same source says that it lies, in WGS 84; null where it does not.</param>
public sealed record RasterFootprint(int Wkid, Extent Extent, double Cell, Extent? Degrees);
