namespace RasterAnalysis.Rasters;

/// <summary>What a raster file says of itself when it is opened; no pixel is read for it.</summary>
/// <param name="Driver">GDAL's short name of the driver, for example <c>GTiff</c>.</param>
/// <param name="Grid">Where its pixels lie; the identity transform when the file says nothing.</param>
/// <param name="IsGeoreferenced">Whether the file has a geotransform of its own.</param>
/// <param name="SpatialReferenceName">Name of the coordinate system; null when there is none.</param>
/// <param name="Wkid">Id of the coordinate system by its authority (EPSG or ESRI); null when it has none.</param>
/// <param name="GroundControlPoints">Number of ground control points.</param>
/// <param name="HasColorTable">Whether band 1 has a palette.</param>
/// <param name="HasMask">Whether there is a mask that holds for all bands (a mask band or alpha).</param>
/// <param name="OverviewCount">Number of reduced-resolution copies of band 1.</param>
/// <param name="Bands">Bands in file order.</param>
/// <param name="ControlWkt">
/// For a raster without a geotransform: coordinate system of its ground control points, or geographic WGS 84 where it has rational polynomial
/// coefficients (RPC); null otherwise.
/// </param>
public sealed record RasterInfo(
    string Driver,
    RasterGrid Grid,
    bool IsGeoreferenced,
    string? SpatialReferenceName,
    int? Wkid,
    int GroundControlPoints,
    bool HasColorTable,
    bool HasMask,
    int OverviewCount,
    IReadOnlyList<BandInfo> Bands,
    string? ControlWkt = null)
{
    /// <summary>Whether only ground control points or rational polynomials tie it to the ground: the numbers of its grid are then pixels, in no coordinate system.</summary>
    public bool HasControlAlone => ControlWkt is not null && Grid.Wkt is null;

    /// <summary>The rectangle around the raster, in map units.</summary>
    public Extent Extent => Grid.Transform.ExtentOf(Grid.Size);
}
