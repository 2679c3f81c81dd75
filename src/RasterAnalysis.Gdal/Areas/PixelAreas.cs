using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// The areas of the pixels of a part of a raster.
internal abstract class PixelAreas(PixelWindow window)
{
    private double[] _row = [];
    private double[] _before = [];

    // The part.
    public PixelWindow Window { get; } = window;

    // Gets ready to be asked for rows of a window inside the part.
    public virtual void Begin(PixelWindow window)
    {
    }

    // Square metres of the pixels of a row of that window.
    public abstract void Read(int row, Span<double> squareMetres);

    // Gets ready to be asked for sums within a row of that window, of so many columns.
    public virtual void BeginRow(int row, int width)
    {
        if (_row.Length < width)
        {
            (_row, _before) = (new double[width], new double[width + 1]);
        }

        Read(row, _row.AsSpan(0, width));
        for (var i = 0; i < width; i++)
        {
            _before[i + 1] = _before[i] + _row[i];
        }
    }

    // Square metres of the pixels of that row that lie before a column of the window, counted from 0.
    public virtual double Before(int column) => _before[column];
}
