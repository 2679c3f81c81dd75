namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Which input of a job an image service is; also the beginning of the names of its folders.</summary>
internal static class ImageServiceRoles
{
    /// <summary><c>inputRaster</c>.</summary>
    public const string Raster = "raster";

    /// <summary><c>context.mask</c>.</summary>
    public const string Mask = "mask";

    /// <summary><c>context.snapRaster</c>.</summary>
    public const string Snap = "snap";

    /// <summary><c>context.cellSize</c>.</summary>
    public const string CellSize = "cell-size";
}
