namespace RasterAnalysis.Rasters.Functions;

/// <summary>The values as they are, without the raster's own colours (ArcGIS's <c>None</c>).</summary>
public sealed record StoredValuesFunction : RasterFunction;
