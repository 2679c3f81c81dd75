using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// The areas of the pixels of a part of a raster.
internal abstract class PixelAreas(PixelWindow window)
{
    // The part.
    public PixelWindow Window { get; } = window;

    // Gets ready to be asked for rows of a window inside the part.
    public virtual void Begin(PixelWindow window)
    {
    }

    // Square metres of the pixels of a row of that window.
    public abstract void Read(int row, Span<double> squareMetres);
}
