namespace RasterAnalysis.Rasters.Rendering;

/// <summary>Shows what models make of rasters, each time in a processing instance, within the bounds of pictures (<see cref="IRasterViews"/>).</summary>
/// <remarks>Thread-safe.</remarks>
public interface IModelPreviews
{
    /// <summary>Classifies one tile.</summary>
    /// <param name="source">The raster.</param>
    /// <param name="request">The model, and where.</param>
    /// <param name="cancellationToken">Takes the caller out.</param>
    /// <returns>A PNG in the classes' colours.</returns>
    /// <exception cref="Models.ModelPackageException">The model cannot be used, or not with these bands.</exception>
    /// <exception cref="InvalidRequestException">The raster does not fit the model (<c>inputRaster</c>), or the extent the raster (<c>context.extent</c>); fields are those of a job.</exception>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    /// <exception cref="BusyException">Too many others are asking.</exception>
    Task<RenderedImage> PreviewAsync(RasterSource source, ModelPreviewRequest request, CancellationToken cancellationToken);
}
