namespace RasterAnalysis.Rasters;

/// <summary>What a job asks of the output grid (ArcGIS's <c>context</c>). All null: the input's own pixels, all of them.</summary>
/// <param name="Extent">Area to classify, in <paramref name="ExtentSpatialReference"/>.</param>
/// <param name="ExtentSpatialReference">Null for the output's coordinate system.</param>
/// <param name="CellSize">Size of a cell along x and y, in units of the output's coordinate system.</param>
/// <param name="OutputSpatialReference">Coordinate system of the output; null for the input's.</param>
/// <param name="SnapGrid">A grid whose cell corners the output's cell corners must meet.</param>
public sealed record GridRequest(
    Extent? Extent = null,
    SpatialReference? ExtentSpatialReference = null,
    (double X, double Y)? CellSize = null,
    SpatialReference? OutputSpatialReference = null,
    RasterGrid? SnapGrid = null);
