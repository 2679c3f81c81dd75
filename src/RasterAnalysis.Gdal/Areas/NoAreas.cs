using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// Pixels without ground.
internal sealed class NoAreas(PixelWindow window) : PixelAreas(window)
{
    public override void Read(int row, Span<double> squareMetres) => squareMetres.Clear();
}
