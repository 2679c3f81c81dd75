namespace RasterAnalysis.Rasters;

/// <summary>Size of a raster in pixels: columns, then rows, as GDAL's <c>XSize</c> and <c>YSize</c>.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct RasterSize(int Width, int Height)
{
    /// <summary>Columns times rows.</summary>
    public long PixelCount => (long)Width * Height;

    /// <inheritdoc/>
    public override string ToString() => $"{Width}×{Height}";
}
