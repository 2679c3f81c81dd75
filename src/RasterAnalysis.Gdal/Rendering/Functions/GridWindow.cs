using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Where the samples of planes lie.
internal readonly record struct GridWindow(RasterGrid Grid, PixelWindow Window)
{
    // Number of samples of each plane.
    public int Count => (int)Window.PixelCount;
}
