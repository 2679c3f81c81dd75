using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// Grids of views: north-up, over a rectangle.
internal static class ViewGrid
{
    // wkt: null for no coordinate system.
    public static RasterGrid Over(Extent extent, RasterSize size, string? wkt) =>
        new(size, new GeoTransform(extent.XMin, extent.Width / size.Width, 0, extent.YMax, 0, -extent.Height / size.Height), wkt);

    // reference: null for the raster's own.
    public static RasterGrid Over(GdalDataset source, Extent extent, RasterSize size, SpatialReference? reference)
    {
        var own = source.Wkt;
        var wkt = reference is null ? own : SpatialReferences.ToWkt(reference, "imageSR");
        return Over(extent, size, SpatialReferences.IsSame(wkt, own) ? own : wkt);
    }

    // The same rectangle in fewer cells: the long side has at most so many.
    public static RasterGrid Reduced(RasterGrid grid, int side)
    {
        var share = Math.Min(1, side / (double)Math.Max(grid.Size.Width, grid.Size.Height));
        var size = new RasterSize(Math.Max(1, (int)(grid.Size.Width * share)), Math.Max(1, (int)(grid.Size.Height * share)));
        return Over(grid.Transform.ExtentOf(grid.Size), size, grid.Wkt);
    }
}
