namespace RasterAnalysis.Rasters;

/// <summary>Makes pictures and raw cut-outs of raster files, for map clients.</summary>
/// <remarks>Thread-safe: each call opens what it needs.</remarks>
public interface IRasterRenderer
{
    /// <summary>Renders one view of a raster.</summary>
    /// <param name="path">File of the raster.</param>
    /// <param name="request">What to show, how large and in which format.</param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    /// <exception cref="RasterAccessException">The file cannot be read, or the view cannot be projected.</exception>
    RenderedImage Render(string path, RenderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Projects a rectangle: the smallest north-up rectangle of the other system around it, edges densified.</summary>
    /// <param name="extent">In <paramref name="from"/>, in map units.</param>
    /// <param name="from">Coordinate system of <paramref name="extent"/>.</param>
    /// <param name="to">Coordinate system of the result.</param>
    /// <exception cref="RasterAccessException">A system is not known, or the rectangle cannot be projected; the text says which.</exception>
    Extent Transform(Extent extent, SpatialReference from, SpatialReference to);
}
