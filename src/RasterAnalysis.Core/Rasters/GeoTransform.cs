using System.Globalization;

namespace RasterAnalysis.Rasters;

/// <summary>Affine map from pixel corners to map coordinates, with GDAL's six coefficients in GDAL's order.</summary>
/// <param name="OriginX">x of the upper left corner of the upper left pixel (GDAL's element 0), in map units.</param>
/// <param name="PixelWidth">x per column (element 1), in map units.</param>
/// <param name="RowRotation">x per row (element 2).</param>
/// <param name="OriginY">y of the upper left corner (element 3), in map units.</param>
/// <param name="ColumnRotation">y per column (element 4).</param>
/// <param name="PixelHeight">y per row (element 5); negative when north is up.</param>
public readonly record struct GeoTransform(
    double OriginX, double PixelWidth, double RowRotation, double OriginY, double ColumnRotation, double PixelHeight)
{
    /// <summary>The pixel grid itself: what a raster without georeferencing has. GDAL's default.</summary>
    public static GeoTransform Identity { get; } = new(0, 1, 0, 0, 0, 1);

    /// <summary>Rows run along x and columns along y, north up.</summary>
    public bool IsNorthUp => RowRotation == 0 && ColumnRotation == 0 && PixelWidth > 0 && PixelHeight < 0;

    /// <summary>Area of one pixel, signed, in square map units; zero means that the transform is degenerate.</summary>
    public double Determinant => (PixelWidth * PixelHeight) - (RowRotation * ColumnRotation);

    /// <summary>Size of a cell along x and y in map units, whatever the rotation.</summary>
    public (double X, double Y) CellSize =>
        (Math.Sqrt((PixelWidth * PixelWidth) + (ColumnRotation * ColumnRotation)),
         Math.Sqrt((RowRotation * RowRotation) + (PixelHeight * PixelHeight)));

    /// <summary>Map coordinates of a pixel corner; column and row may be fractions.</summary>
    public (double X, double Y) Apply(double column, double row) =>
        (OriginX + (column * PixelWidth) + (row * RowRotation), OriginY + (column * ColumnRotation) + (row * PixelHeight));

    /// <summary>Column and row (fractions) of a place on the map.</summary>
    public (double Column, double Row) Invert(double x, double y)
    {
        var dx = x - OriginX;
        var dy = y - OriginY;
        return (((dx * PixelHeight) - (dy * RowRotation)) / Determinant, ((dy * PixelWidth) - (dx * ColumnRotation)) / Determinant);
    }

    /// <summary>The transform of the raster that begins at a pixel of this one.</summary>
    public GeoTransform Offset(int column, int row)
    {
        // The corner (0,0) must keep its bits: the grid of the result is the input's to the last bit.
        if (column == 0 && row == 0)
        {
            return this;
        }

        var (x, y) = Apply(column, row);
        return this with { OriginX = x, OriginY = y };
    }

    /// <summary>The smallest north-up rectangle around a raster of this transform, in map units.</summary>
    public Extent ExtentOf(RasterSize size)
    {
        Span<(double X, double Y)> corners = [Apply(0, 0), Apply(size.Width, 0), Apply(0, size.Height), Apply(size.Width, size.Height)];
        var extent = new Extent(corners[0].X, corners[0].Y, corners[0].X, corners[0].Y);
        foreach (var (x, y) in corners)
        {
            extent = new Extent(Math.Min(extent.XMin, x), Math.Min(extent.YMin, y), Math.Max(extent.XMax, x), Math.Max(extent.YMax, y));
        }

        return extent;
    }

    /// <summary>The six coefficients in GDAL's order.</summary>
    public double[] ToArray() => [OriginX, PixelWidth, RowRotation, OriginY, ColumnRotation, PixelHeight];

    /// <summary>The transform with GDAL's six coefficients.</summary>
    public static GeoTransform FromArray(ReadOnlySpan<double> c) => new(c[0], c[1], c[2], c[3], c[4], c[5]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", ToArray().Select(c => c.ToString("R", CultureInfo.InvariantCulture)));
}
