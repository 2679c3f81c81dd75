using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// Pixels between two parallels, for grids of longitude and latitude whose rows are parallels. Columns may slant.
internal sealed class ZoneAreas(RasterSize size, GeoTransform transform, Ellipsoid ellipsoid, double radiansOfUnit) : PixelAreas(PixelWindow.Whole(size))
{
    private readonly double _width = Math.Abs(transform.PixelWidth) * radiansOfUnit;
    private readonly double _height = Math.Abs(transform.PixelHeight) * radiansOfUnit;

    public override void Read(int row, Span<double> squareMetres) =>
        squareMetres.Fill(ellipsoid.ZoneOfRadian((transform.OriginY + ((row + 0.5) * transform.PixelHeight)) * radiansOfUnit, _height) * _width);
}
