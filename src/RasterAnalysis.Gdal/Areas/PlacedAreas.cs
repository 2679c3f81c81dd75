using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// Pixels each by the density in its middle: where that is no smooth function over many of them, as at the rim of a map of the world. Coarse ones by nine places (Gauss-Legendre). Places
// without ground count nothing.
internal sealed class PlacedAreas : PixelAreas
{
    private static readonly double Aside = Math.Sqrt(0.6) / 2;
    private static readonly (double Place, double Weight)[] Middle = [(0.5, 1)];
    private static readonly (double Place, double Weight)[] Places = [(0.5 - Aside, 5.0 / 18), (0.5, 8.0 / 18), (0.5 + Aside, 5.0 / 18)];
    private readonly double[] _areas;
    private PixelWindow _asked;

    public PlacedAreas(IPixelDensity density, PixelWindow window)
        : base(window)
    {
        _areas = new double[window.PixelCount];
        var (columns, rows, found) = (new double[_areas.Length], new double[_areas.Length], new double[_areas.Length]);
        var places = density.IsCoarse ? Places : Middle;
        foreach (var (across, acrossWeight) in places)
        {
            foreach (var (down, downWeight) in places)
            {
                for (var i = 0; i < _areas.Length; i++)
                {
                    (columns[i], rows[i]) = (window.ColumnOffset + (i % window.Width) + across, window.RowOffset + (i / window.Width) + down);
                }

                density.Read(columns, rows, found, needsAll: false);
                for (var i = 0; i < _areas.Length; i++)
                {
                    _areas[i] += double.IsNaN(found[i]) ? 0 : acrossWeight * downWeight * found[i];
                }
            }
        }
    }

    public override void Begin(PixelWindow window) => _asked = window;

    public override void Read(int row, Span<double> squareMetres) =>
        _areas.AsSpan(((row - Window.RowOffset) * Window.Width) + _asked.ColumnOffset - Window.ColumnOffset, _asked.Width).CopyTo(squareMetres);
}
