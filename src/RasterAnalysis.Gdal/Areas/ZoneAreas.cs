using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// Pixels between two parallels, for grids of longitude and latitude whose rows are parallels. Columns may slant.
internal sealed class ZoneAreas(RasterSize size, GeoTransform transform, Ellipsoid ellipsoid, double radiansOfUnit) : PixelAreas(PixelWindow.Whole(size))
{
    private readonly double _width = Math.Abs(transform.PixelWidth) * radiansOfUnit;
    private readonly double _height = Math.Abs(transform.PixelHeight) * radiansOfUnit;

    private double _area;

    public override void Read(int row, Span<double> squareMetres) => squareMetres.Fill(AreaIn(row));

    public override void BeginRow(int row, int width) => _area = AreaIn(row);

    public override double Before(int column) => column * _area;

    private double AreaIn(int row) =>
        ellipsoid.ZoneOfRadian((transform.OriginY + ((row + 0.5) * transform.PixelHeight)) * radiansOfUnit, _height) * _width;
}
