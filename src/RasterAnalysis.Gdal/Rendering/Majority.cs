using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// A majority is counted over the raster's own cells as long as there are not too many of them under the view, and over an overview's beyond:
// in the results of this service an overview's cell is the majority of those that it stands for.
internal static class Majority
{
    // the warper has all cells under 512 x 128 pixels in memory at once
    private const double MaxCells = 1 << 24;

    public static bool IsOfOwnCells(GdalDataset source, IReadOnlyList<int> bands, RasterGrid grid)
    {
        // GDAL counts votes in float32
        if (bands.Any(number => !PixelTypeMap.FitsFloat(source.Band(number).PixelType)))
        {
            throw new InvalidRequestException("interpolation", "RSP_Majority takes values of up to 16 bits or F32; use RSP_NearestNeighbor.");
        }

        return CellsUnder(source, grid) <= MaxCells;
    }

    private static double CellsUnder(GdalDataset source, RasterGrid grid)
    {
        var own = source.Grid;
        var view = grid.Transform.ExtentOf(grid.Size);
        var all = own.Transform.ExtentOf(own.Size);
        if (grid.Wkt is { } from && own.Wkt is { } to)
        {
            view = SpatialReferences.TransformExtent(view, from, to) ?? all;
        }

        var (width, height) = own.Transform.CellSize;
        return Math.Max(0, Math.Min(view.XMax, all.XMax) - Math.Max(view.XMin, all.XMin)) / width
            * Math.Max(0, Math.Min(view.YMax, all.YMax) - Math.Max(view.YMin, all.YMin)) / height;
    }
}
