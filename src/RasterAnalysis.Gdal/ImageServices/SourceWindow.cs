using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// Which pixels of a raster GDAL needs to project it onto a window of another grid.
internal static class SourceWindow
{
    private const int PointsPerSide = 33;

    // Beyond what the points say: the reach of the widest kernel, at least so many cells.
    private const int Margin = 16;
    private const int KernelCells = 3;

    // Inside the raster; empty when the window does not touch it.
    public static PixelWindow Of(RasterGrid target, PixelWindow window, RasterGrid source)
    {
        var (x, y) = Lattice(target, window);
        if (target.Wkt is { } from && source.Wkt is { } to && !SpatialReferences.IsSame(from, to))
        {
            Project(from, to, x, y);
        }

        Turn(source, x);
        var (left, top, right, bottom) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]))
            {
                continue;
            }

            var (column, row) = source.Transform.Invert(x[i], y[i]);
            (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), Math.Max(bottom, row));
        }

        if (!(left <= right))
        {
            return default;
        }

        var (first, end) = Range(left, right, window.Width, source.Size.Width);
        var (firstRow, endRow) = Range(top, bottom, window.Height, source.Size.Height);
        return new PixelWindow(first, firstRow, Math.Max(0, end - first), Math.Max(0, endRow - firstRow));
    }

    private static (int First, int End) Range(double from, double to, int cells, int size)
    {
        var margin = Margin + (KernelCells * Math.Ceiling((to - from) / cells));
        return ((int)Math.Clamp(Math.Floor(from - margin), 0, size), (int)Math.Clamp(Math.Ceiling(to + margin), 0, size));
    }

    private static (double[] X, double[] Y) Lattice(RasterGrid grid, PixelWindow window)
    {
        var x = new double[PointsPerSide * PointsPerSide];
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (column, row) = (i % PointsPerSide / (double)(PointsPerSide - 1), i / PointsPerSide / (double)(PointsPerSide - 1));
            (x[i], y[i]) = grid.Transform.Apply(window.ColumnOffset + (column * window.Width), window.RowOffset + (row * window.Height));
        }

        return (x, y);
    }

    // Points that cannot be projected become NaN: no pixel comes from there.
    private static void Project(string from, string to, double[] x, double[] y)
    {
        var (projectedX, projectedY) = ((double[])x.Clone(), (double[])y.Clone());
        if (SpatialReferences.TryTransform(from, to, projectedX, projectedY))
        {
            projectedX.CopyTo(x, 0);
            projectedY.CopyTo(y, 0);
            return;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!SpatialReferences.TryTransform(from, to, x.AsSpan(i, 1), y.AsSpan(i, 1)))
            {
                x[i] = double.NaN;
            }
        }
    }

    // Longitudes may be counted from another turn: 190 is -170.
    private static void Turn(RasterGrid source, double[] x)
    {
        if (source.Wkt is not { } wkt || !SpatialReferences.IsGeographic(wkt))
        {
            return;
        }

        var extent = source.Transform.ExtentOf(source.Size);
        var middle = extent.XMin + (extent.Width / 2);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] -= 360 * Math.Round((x[i] - middle) / 360);
        }
    }
}
