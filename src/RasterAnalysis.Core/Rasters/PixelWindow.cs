namespace RasterAnalysis.Rasters;

/// <summary>A rectangle of pixels; the origin is the upper left corner of the raster. May hang over the raster's edges.</summary>
/// <param name="ColumnOffset">First column (GDAL's <c>nXOff</c>).</param>
/// <param name="RowOffset">First row (GDAL's <c>nYOff</c>).</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PixelWindow(int ColumnOffset, int RowOffset, int Width, int Height)
{
    /// <summary>The column after the last one.</summary>
    public int ColumnEnd => ColumnOffset + Width;

    /// <summary>The row after the last one.</summary>
    public int RowEnd => RowOffset + Height;

    /// <summary>Columns times rows.</summary>
    public long PixelCount => (long)Width * Height;

    /// <summary>True when there is no pixel in it.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The whole of a raster.</summary>
    public static PixelWindow Whole(RasterSize size) => new(0, 0, size.Width, size.Height);

    /// <summary>The window grown by a number of pixels on every side; the result may hang over the raster's edges.</summary>
    public PixelWindow Expand(int pixels) =>
        new(ColumnOffset - pixels, RowOffset - pixels, Width + (2 * pixels), Height + (2 * pixels));

    /// <summary>The pixels that both windows hold; empty (zero width or height) when there are none.</summary>
    public PixelWindow Intersect(PixelWindow other)
    {
        var column = Math.Max(ColumnOffset, other.ColumnOffset);
        var row = Math.Max(RowOffset, other.RowOffset);
        var width = Math.Max(0, Math.Min(ColumnEnd, other.ColumnEnd) - column);
        var height = Math.Max(0, Math.Min(RowEnd, other.RowEnd) - row);
        return new PixelWindow(column, row, width, height);
    }

    /// <summary>Whether every pixel of <paramref name="other"/> lies in this window.</summary>
    public bool Contains(PixelWindow other) =>
        other.ColumnOffset >= ColumnOffset && other.RowOffset >= RowOffset && other.ColumnEnd <= ColumnEnd && other.RowEnd <= RowEnd;

    /// <inheritdoc/>
    public override string ToString() => $"columns {ColumnOffset}..{ColumnEnd - 1}, rows {RowOffset}..{RowEnd - 1}";
}
