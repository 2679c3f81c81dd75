namespace RasterAnalysis.Rasters.Rendering;

/// <summary>Makes pictures and raw cut-outs of raster files, for map clients.</summary>
/// <remarks>Thread-safe: each call opens what it needs.</remarks>
public interface IRasterRenderer
{
    /// <summary>Renders one view of a raster.</summary>
    /// <param name="source">The raster.</param>
    /// <param name="request">What to show, how large and in which format.</param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    /// <exception cref="RasterAccessException">The file cannot be read, or the view cannot be projected.</exception>
    /// <exception cref="InvalidRequestException">What is asked for cannot be made of this raster; the fields are those of <c>exportImage</c>.</exception>
    RenderedImage Render(RasterSource source, RenderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Projects a rectangle: the smallest north-up rectangle of the other system around it, edges densified.</summary>
    /// <param name="extent">In <paramref name="from"/>, in map units.</param>
    /// <param name="from">Coordinate system of <paramref name="extent"/>.</param>
    /// <param name="to">Coordinate system of the result.</param>
    /// <exception cref="RasterAccessException">A system is not known, or the rectangle cannot be projected; the text says which.</exception>
    Extent Transform(Extent extent, SpatialReference from, SpatialReference to);

    /// <summary>Projects points.</summary>
    /// <param name="points">x and y in <paramref name="from"/>.</param>
    /// <param name="from">Coordinate system of <paramref name="points"/>.</param>
    /// <param name="to">Coordinate system of the result.</param>
    /// <returns>As many points, in their order.</returns>
    /// <exception cref="RasterAccessException">A system is not known, or one of the points cannot be projected.</exception>
    IReadOnlyList<(double X, double Y)> Transform(IReadOnlyList<(double X, double Y)> points, SpatialReference from, SpatialReference to);
}
