using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Stacks;

// Grids whose numbers differ by rounding.
internal static class StackGrid
{
    public static bool IsSame(RasterGrid a, RasterGrid b) => a.HasPixelsOf(b) && (a.Wkt == b.Wkt || SpatialReferences.IsSame(a.Wkt, b.Wkt));
}
