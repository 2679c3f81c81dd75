namespace RasterAnalysis.Rasters;

/// <summary>Where pixels lie: their number, the affine map to the coordinate system, and that system.</summary>
/// <param name="Size">Columns and rows.</param>
/// <param name="Transform">Pixel corners to map coordinates.</param>
/// <param name="Wkt">Well-known text of the coordinate system; null when the raster has none.</param>
public sealed record RasterGrid(RasterSize Size, GeoTransform Transform, string? Wkt)
{
    /// <summary>The grid of a window of this grid.</summary>
    public RasterGrid Crop(PixelWindow window) =>
        this with { Size = new RasterSize(window.Width, window.Height), Transform = Transform.Offset(window.ColumnOffset, window.RowOffset) };
}
