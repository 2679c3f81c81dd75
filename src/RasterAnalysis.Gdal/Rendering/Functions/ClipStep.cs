using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Takes pixels out by where they lie. ownWkt: the raster's coordinate system, in which rings are that name none.
internal sealed class ClipStep(ClipFunction function, PixelType type, int bandCount, string? ownWkt) : SampleStep
{
    // A straight side is a curve in another coordinate system.
    private const int PointsOfSide = 16;
    private byte[] _inside = [];
    private RasterGrid? _grid;
    private double[][] _rings = [];

    public override PixelType Type => type;

    public override int BandCount => bandCount;

    public override double[][] Apply(double[][] planes, GridWindow window)
    {
        if (function.Rings.Count == 0)
        {
            return planes;
        }

        // a chain goes over one grid after the other, strip by strip
        if (_grid != window.Grid)
        {
            (_grid, _rings) = (window.Grid, [.. function.Rings.Select(ring => ToPixels(ring, window.Grid))]);
        }

        _inside = _inside.Length < window.Count ? new byte[window.Count] : _inside;
        var inside = _inside.AsSpan(0, window.Count);
        using var mask = new PolygonMask([_rings]);
        mask.Read(window.Window, inside);
        var kept = function.KeepsInside ? 1 : 0;
        for (var i = 0; i < inside.Length; i++)
        {
            for (var band = 0; inside[i] != kept && band < planes.Length; band++)
            {
                planes[band][i] = double.NaN;
            }
        }

        return planes;
    }

    private double[] ToPixels(IReadOnlyList<double> ring, RasterGrid grid)
    {
        var from = function.SpatialReference is { } reference ? SpatialReferences.ToWkt(reference, "renderingRule") : ownWkt;
        var isSame = from is null || grid.Wkt is null || SpatialReferences.IsSame(from, grid.Wkt);
        var (x, y) = isSame ? Split(ring, 1) : Split(ring, PointsOfSide);
        if (!isSame && !(SpatialReferences.TryTransform(from!, grid.Wkt!, x, y) && x.Concat(y).All(double.IsFinite)))
        {
            throw new InvalidRequestException("renderingRule", "A corner of the ClippingGeometry cannot be projected to the picture's coordinate system.");
        }

        return [.. x.Zip(y, grid.Transform.Invert).SelectMany(point => (double[])[point.Column, point.Row])];
    }

    // Coordinates of a ring with so many points for each side.
    private static (double[] X, double[] Y) Split(IReadOnlyList<double> ring, int points)
    {
        var count = ring.Count / 2;
        var (x, y) = (new double[count * points], new double[count * points]);
        for (var i = 0; i < x.Length; i++)
        {
            var (corner, part) = (i / points, i % points / (double)points);
            var next = (corner + 1) % count;
            x[i] = ring[2 * corner] + (part * (ring[2 * next] - ring[2 * corner]));
            y[i] = ring[(2 * corner) + 1] + (part * (ring[(2 * next) + 1] - ring[(2 * corner) + 1]));
        }

        return (x, y);
    }
}
