namespace RasterAnalysis.Rasters.Areas;

/// <summary>How the area of a pixel on the ellipsoid is found.</summary>
public enum AreaMethod
{
    /// <summary>By the closed formula of the zone between two parallels: in longitude and latitude.</summary>
    ZoneBetweenParallels,

    /// <summary>By the areal scale of the projection at each pixel.</summary>
    ArealScale,
}
