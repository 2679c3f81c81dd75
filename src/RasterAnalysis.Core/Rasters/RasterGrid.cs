namespace RasterAnalysis.Rasters;

/// <summary>Where pixels lie: their number, the affine map to the coordinate system, and that system.</summary>
/// <param name="Size">Columns and rows.</param>
/// <param name="Transform">Pixel corners to map coordinates.</param>
/// <param name="Wkt">Well-known text of the coordinate system; null when the raster has none.</param>
public sealed record RasterGrid(RasterSize Size, GeoTransform Transform, string? Wkt)
{
    /// <summary>Whether places can be reckoned with: the extent and its sides are finite, and a cell has a finite area that is not zero.</summary>
    public bool IsUsable
    {
        get
        {
            var (extent, cell) = (Transform.ExtentOf(Size), Transform.CellSize);
            return extent.IsValid && double.IsFinite(extent.Width) && double.IsFinite(extent.Height)
                && double.IsNormal(Transform.Determinant) && double.IsFinite(cell.X) && double.IsFinite(cell.Y);
        }
    }

    /// <summary>The grid of a window of this grid.</summary>
    public RasterGrid Crop(PixelWindow window) =>
        this with { Size = new RasterSize(window.Width, window.Height), Transform = Transform.Offset(window.ColumnOffset, window.RowOffset) };
}
