using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Stacks;

// Grids whose numbers differ by rounding.
internal static class StackGrid
{
    // In cells: a corner that is off by less is on it.
    private const double CornerTolerance = 1e-3;

    public static bool IsSame(RasterGrid a, RasterGrid b)
    {
        if (a.Size != b.Size || (a.Wkt != b.Wkt && !SpatialReferences.IsSame(a.Wkt, b.Wkt)))
        {
            return false;
        }

        return IsNear(0, 0) && IsNear(a.Size.Width, 0) && IsNear(0, a.Size.Height) && IsNear(a.Size.Width, a.Size.Height);

        bool IsNear(double column, double row)
        {
            var (x, y) = a.Transform.Apply(column, row);
            var (otherColumn, otherRow) = b.Transform.Invert(x, y);
            return Math.Abs(otherColumn - column) < CornerTolerance && Math.Abs(otherRow - row) < CornerTolerance;
        }
    }
}
