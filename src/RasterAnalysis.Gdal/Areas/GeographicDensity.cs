using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// The density of longitude and latitude, for grids that are turned in them. There is no ground beyond the poles.
internal sealed class GeographicDensity(GeoTransform transform, Ellipsoid ellipsoid, double radiansOfUnit) : IPixelDensity
{
    private readonly double _squareRadians = Math.Abs(transform.Determinant) * radiansOfUnit * radiansOfUnit;

    public bool IsCoarse => Math.Max(transform.CellSize.X, transform.CellSize.Y) * radiansOfUnit > ProjectedDensity.FirstStep;

    public void Read(ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, Span<double> densities, bool needsAll)
    {
        for (var i = 0; i < densities.Length; i++)
        {
            var latitude = transform.Apply(columns[i], rows[i]).Y * radiansOfUnit;
            densities[i] = Math.Abs(latitude) <= Math.PI / 2 ? ellipsoid.AreaOfSquareRadian(latitude) * _squareRadians : double.NaN;
        }
    }
}
