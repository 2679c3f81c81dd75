namespace RasterAnalysis.Rasters.Areas;

/// <summary>How a zone lies to a raster.</summary>
public enum ZoneFit
{
    /// <summary>Within the raster.</summary>
    Within,

    /// <summary>Partly beyond the raster, so that only a part of it is counted.</summary>
    Partly,

    /// <summary>Outside of the raster: it has no pixels.</summary>
    Outside,

    /// <summary>Within, but no pixel's centre lies in it: it has no pixels.</summary>
    BetweenCentres,

    /// <summary>It cannot be projected to the raster's coordinate system, and has no pixels.</summary>
    NotProjected,

    /// <summary>It has no polygon.</summary>
    Empty,
}
