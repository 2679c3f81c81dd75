using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// The density of a projected grid: how fast the ground moves under the map, from the system's own projection and nothing else (decision 92).
//
// A place on the ellipsoid is taken as a point of the unit sphere of its parametric latitude, so that neither poles nor the antimeridian are anything special. The two derivatives of that
// point along x and y come from six places on each axis (central differences of the sixth order). PROJ's way from the map to the ground is a short series in some projections, right to 1e-9
// only; its way back is closed. So each place is projected back, and taken again from where the map is off by as much on the other side.
internal sealed class ProjectedDensity : IPixelDensity, IDisposable
{
    // places on both sides of each axis
    private const int Stencil = 12;

    // of the semi-major axis: wide enough for the digits of a double, narrow enough for the sixth order
    public const double FirstStep = 0.004;
    private const int Steps = 4;
    private const double StepRatio = 1.0 / 8;

    // of a step
    private const double MostResidual = 1e-3;

    // Of the scale, between the differences of the sixth and of the fourth order: those of the sixth are then right to 1e-11. Farther apart they are where the step is too wide, as beside
    // the edge of the map.
    private const double MostDisagreement = 3e-8;
    private static readonly double[] SixthOrder = [3.0 / 4, -3.0 / 20, 1.0 / 60];
    private static readonly double[] FourthOrder = [2.0 / 3, -1.0 / 12, 0];

    private readonly GeoTransform _transform;
    private readonly Ellipsoid _ellipsoid;
    private readonly double _radiansOfUnit;
    private readonly double _firstStep;
    private readonly SpatialReferenceHandle _map;
    private readonly SpatialReferenceHandle _ground;
    private readonly CoordinateTransformationHandle _toGround;
    private readonly CoordinateTransformationHandle _toMap;

    private ProjectedDensity(
        GeoTransform transform, SpatialReferenceHandle map, SpatialReferenceHandle ground, Ellipsoid ellipsoid, CoordinateTransformationHandle toGround, CoordinateTransformationHandle toMap)
    {
        (_transform, _ellipsoid, _map, _ground, _toGround, _toMap) = (transform, ellipsoid, map, ground, toGround, toMap);
        _radiansOfUnit = LibGdal.OSRGetAngularUnits(ground, 0);
        _firstStep = FirstStep * ellipsoid.SemiMajorAxis / LibGdal.OSRGetLinearUnits(map, 0);
    }

    // Takes both systems over, also where there is no way between them: then it is null.
    public static ProjectedDensity? TryOpen(GeoTransform transform, SpatialReferenceHandle map, SpatialReferenceHandle ground, Ellipsoid ellipsoid, out string fault)
    {
        using var errors = GdalErrorScope.Enter("Projecting a raster to the ground");
        var density = new ProjectedDensity(
            transform, map, ground, ellipsoid, LibGdal.OCTNewCoordinateTransformation(map, ground), LibGdal.OCTNewCoordinateTransformation(ground, map));
        if (!density._toGround.IsInvalid && !density._toMap.IsInvalid)
        {
            fault = "";
            return density;
        }

        fault = errors.Failure("OCTNewCoordinateTransformation").Message;
        density.Dispose();
        return null;
    }

    public bool IsCoarse => Math.Max(_transform.CellSize.X, _transform.CellSize.Y) > _firstStep;

    public void Dispose()
    {
        _toGround.Dispose();
        _toMap.Dispose();
        _ground.Dispose();
        _map.Dispose();
    }

    public void Read(ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, Span<double> densities, bool needsAll)
    {
        var places = new (double X, double Y)[columns.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = _transform.Apply(columns[i], rows[i]);
        }

        var centres = ToGround(places);
        densities.Fill(double.NaN);
        var determinant = Math.Abs(_transform.Determinant);
        int[] left = [.. Enumerable.Range(0, places.Length).Where(i => centres[i].IsFinite)];
        if (needsAll && left.Length < places.Length)
        {
            foreach (var i in left)
            {
                densities[i] = 0;
            }

            return;
        }

        var step = _firstStep;
        for (var turn = 0; turn < Steps && left.Length > 0; turn++, step *= StepRatio)
        {
            var waiting = new List<int>();
            var scales = ArealScales([.. left.Select(i => places[i])], step);
            foreach (var (number, i) in left.Index())
            {
                var (scale, isSure) = scales[number];
                if (double.IsFinite(scale) && (isSure || double.IsNaN(densities[i])))
                {
                    densities[i] = scale * centres[i].AreaOn(_ellipsoid) * determinant;
                }

                if (!isSure)
                {
                    waiting.Add(i);
                }
            }

            left = [.. waiting];
        }
    }

    // For each place the area on the unit sphere of a square map unit; NaN where a neighbour has no ground. It is sure where all neighbours came back to where they were, and to no other
    // part of the map, and where the step is narrow enough.
    private (double Scale, bool IsSure)[] ArealScales((double X, double Y)[] places, double step)
    {
        var around = new (double X, double Y)[places.Length * Stencil];
        for (var i = 0; i < places.Length; i++)
        {
            var (x, y) = places[i];
            for (var k = 0; k < 3; k++)
            {
                var distance = (k + 1) * step;
                around[(i * Stencil) + k] = (x + distance, y);
                around[(i * Stencil) + 3 + k] = (x - distance, y);
                around[(i * Stencil) + 6 + k] = (x, y + distance);
                around[(i * Stencil) + 9 + k] = (x, y - distance);
            }
        }

        var ground = ToGround(around);
        var back = Transform(_toMap, [.. ground.Select(place => (place.Longitude / _radiansOfUnit, place.Latitude / _radiansOfUnit))]);
        var corrected = ToGround([.. around.Zip(back, (asked, found) => ((2 * asked.X) - found.X, (2 * asked.Y) - found.Y))]);
        var scales = new (double, bool)[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var isSure = true;
            for (var k = i * Stencil; k < (i + 1) * Stencil; k++)
            {
                isSure &= Math.Abs(back[k].X - around[k].X) <= MostResidual * step && Math.Abs(back[k].Y - around[k].Y) <= MostResidual * step && corrected[k].IsFinite;
            }

            var points = Array.ConvertAll((isSure ? corrected : ground)[(i * Stencil)..((i + 1) * Stencil)], place => place.Point);
            var (scale, rougher) = (Scale(points, SixthOrder, step), Scale(points, FourthOrder, step));
            scales[i] = (scale, isSure && Math.Abs(scale - rougher) <= MostDisagreement * scale);
        }

        return scales;
    }

    private static double Scale(Vector[] points, double[] weights, double step) =>
        Vector.Cross(Derivative(points, 0, weights, step), Derivative(points, 6, weights, step)).Length;

    private static Vector Derivative(Vector[] points, int first, double[] weights, double step)
    {
        var sum = default(Vector);
        for (var k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * (points[first + k] - points[first + 3 + k]);
        }

        return 1 / step * sum;
    }

    private GroundPlace[] ToGround((double X, double Y)[] places) => Array.ConvertAll(
        Transform(_toGround, places), place => GroundPlace.Of(place.X * _radiansOfUnit, place.Y * _radiansOfUnit, _ellipsoid));

    // Places that cannot be projected become NaN.
    private static (double X, double Y)[] Transform(CoordinateTransformationHandle transformation, (double X, double Y)[] places)
    {
        var (x, y, isDone) = (Array.ConvertAll(places, place => place.X), Array.ConvertAll(places, place => place.Y), new int[places.Length]);
        using var errors = GdalErrorScope.Enter("Projecting points");
        _ = LibGdal.OCTTransformEx(transformation, places.Length, x, y, 0, isDone);
        errors.Forgive();
        return [.. x.Select((value, i) => isDone[i] != 0 && double.IsFinite(value) && double.IsFinite(y[i]) ? (value, y[i]) : (double.NaN, double.NaN))];
    }
}
