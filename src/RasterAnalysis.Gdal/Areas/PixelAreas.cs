using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// The areas of the pixels of a part of a raster.
internal abstract class PixelAreas(PixelWindow window)
{
    private double[] _row = [];

    // The part.
    public PixelWindow Window { get; } = window;

    // Gets ready to be asked for rows of a window inside the part.
    public virtual void Begin(PixelWindow window)
    {
    }

    // Square metres of the pixels of a row of that window.
    public abstract void Read(int row, Span<double> squareMetres);

    // Square metres of the pixels of a row of that window, of so many columns, that lie before columns of it, counted from 0 and ascending.
    public virtual void ReadBefore(int row, int width, ReadOnlySpan<int> columns, Span<double> squareMetres)
    {
        _row = _row.Length < width ? new double[width] : _row;
        Read(row, _row.AsSpan(0, width));
        var (sum, column) = (0.0, 0);
        for (var i = 0; i < columns.Length; i++)
        {
            for (; column < columns[i]; column++)
            {
                sum += _row[column];
            }

            squareMetres[i] = sum;
        }
    }
}
