namespace RasterAnalysis.Rasters;

/// <summary>Where pixels lie: their number, the affine map to the coordinate system, and that system.</summary>
/// <param name="Size">Columns and rows.</param>
/// <param name="Transform">Pixel corners to map coordinates.</param>
/// <param name="Wkt">Well-known text of the coordinate system; null when the raster has none.</param>
public sealed record RasterGrid(RasterSize Size, GeoTransform Transform, string? Wkt)
{
    // In cells: a corner that is off by less is on it.
    private const double CornerTolerance = 1e-3;

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

    /// <summary>Whether the pixels of another grid lie on those of this one, up to what rounding does; the coordinate systems are not looked at.</summary>
    public bool HasPixelsOf(RasterGrid other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Size == other.Size && IsNear(0, 0) && IsNear(Size.Width, 0) && IsNear(0, Size.Height) && IsNear(Size.Width, Size.Height);

        bool IsNear(double column, double row)
        {
            var (x, y) = Transform.Apply(column, row);
            var (otherColumn, otherRow) = other.Transform.Invert(x, y);
            return Math.Abs(otherColumn - column) < CornerTolerance && Math.Abs(otherRow - row) < CornerTolerance;
        }
    }

    /// <summary>The grid of a window of this grid.</summary>
    public RasterGrid Crop(PixelWindow window) =>
        this with { Size = new RasterSize(window.Width, window.Height), Transform = Transform.Offset(window.ColumnOffset, window.RowOffset) };
}
