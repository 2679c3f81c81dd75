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
}
