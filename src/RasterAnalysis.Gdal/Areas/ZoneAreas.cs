using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// Pixels between two parallels, for grids of longitude and latitude whose rows are parallels. Columns may slant.
internal sealed class ZoneAreas(RasterSize size, GeoTransform transform, Ellipsoid ellipsoid, double radiansOfUnit) : PixelAreas(PixelWindow.Whole(size))
{
    private readonly double _width = Math.Abs(transform.PixelWidth) * radiansOfUnit;
    private readonly double _height = Math.Abs(transform.PixelHeight) * radiansOfUnit;

    public override void Read(int row, Span<double> squareMetres) => squareMetres.Fill(AreaIn(row));

    public override void ReadBefore(int row, int width, ReadOnlySpan<int> columns, Span<double> squareMetres)
    {
        var area = AreaIn(row);
        for (var i = 0; i < columns.Length; i++)
        {
            squareMetres[i] = columns[i] * area;
        }
    }

    private double AreaIn(int row) =>
        ellipsoid.ZoneOfRadian((transform.OriginY + ((row + 0.5) * transform.PixelHeight)) * radiansOfUnit, _height) * _width;
}
