using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Rasters.Rendering;

/// <summary>A view of a raster.</summary>
/// <param name="Extent">What to show, in <paramref name="SpatialReference"/>.</param>
/// <param name="SpatialReference">Coordinate system of the extent and of the picture; null for the raster's own.</param>
/// <param name="Size">Size of the picture in pixels.</param>
/// <param name="Format">Encoding.</param>
/// <param name="Resampling">
/// How imagery is resampled. A raster with a colour table is shown by nearest pixels whatever this says, unless it is
/// <see cref="ResamplingMethod.Majority"/>.
/// </param>
/// <param name="Bands">
/// 1-based bands to take, in this order; null for all of them. A picture shows the first three, or the first alone.
/// </param>
public sealed record RenderRequest(
    Extent Extent,
    SpatialReference? SpatialReference,
    RasterSize Size,
    RenderFormat Format,
    ResamplingMethod Resampling = ResamplingMethod.Nearest,
    IReadOnlyList<int>? Bands = null)
{
    /// <summary>
    /// What is made of the values first; null for the service's own way: pictures in the raster's colours, values as they are stored.
    /// </summary>
    public RasterFunction? Function { get; init; }

    /// <summary>Sample type of formats that hold values; null for the raster's own. Values are rounded and limited to the type's range.</summary>
    public PixelType? PixelType { get; init; }

    /// <summary>More values that are no pixel. In formats that hold values, pixels that are none have the first of them.</summary>
    public NoDataRule? NoData { get; init; }

    /// <summary>Quality of JPEG, 1 to 100.</summary>
    public int Quality { get; init; } = 75;

    /// <summary>By how much LERC may change a floating-point value; 0 keeps every bit. Whole numbers are never changed.</summary>
    public double Tolerance { get; init; }
}
