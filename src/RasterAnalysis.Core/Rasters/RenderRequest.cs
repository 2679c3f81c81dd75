namespace RasterAnalysis.Rasters;

/// <summary>A view of a raster.</summary>
/// <param name="Extent">What to show, in <paramref name="SpatialReference"/>.</param>
/// <param name="SpatialReference">Coordinate system of the extent and of the picture; null for the raster's own.</param>
/// <param name="Size">Size of the picture in pixels.</param>
/// <param name="Format">Encoding.</param>
/// <param name="Resampling">How imagery is resampled. A raster with a colour table is shown by nearest pixels whatever this says.</param>
/// <param name="Bands">1-based bands to show, in this order; null for the first three, or the first alone.</param>
/// <param name="IsTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
public sealed record RenderRequest(
    Extent Extent,
    SpatialReference? SpatialReference,
    RasterSize Size,
    RenderFormat Format,
    ResamplingMethod Resampling = ResamplingMethod.Nearest,
    IReadOnlyList<int>? Bands = null,
    bool IsTrusted = false);
