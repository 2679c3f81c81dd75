using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Polygons;

// The areas of the pixels of whole rows, one after the other from the top. They do not depend on how the raster is read.
internal sealed class RowAreas(Ground? ground, RasterSize size)
{
    private const int BandRows = 512;
    private readonly double[] _row = new double[size.Width];
    private PixelAreas[] _parts = [];

    // Zeros where there is no ground.
    // UnsmoothGroundException: the density is smooth hardly anywhere.
    public ReadOnlySpan<double> Read(int row)
    {
        if (ground is null)
        {
            return _row;
        }

        if (row % BandRows == 0)
        {
            var band = new PixelWindow(0, row, size.Width, Math.Min(BandRows, size.Height - row));
            _parts = [.. ground.PartsOf(band)];
            foreach (var part in _parts)
            {
                part.Begin(part.Window.Intersect(band));
            }
        }

        foreach (var part in _parts)
        {
            if (row >= part.Window.RowOffset && row < part.Window.RowEnd)
            {
                part.Read(row, _row.AsSpan(part.Window.ColumnOffset, part.Window.Width));
            }
        }

        return _row;
    }
}
