using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Features;

// Polygons in another coordinate system, vertex by vertex. One thread at a time.
internal sealed class RingProjection : IDisposable
{
    private readonly SpatialReferenceHandle _source;
    private readonly SpatialReferenceHandle _target;
    private readonly CoordinateTransformationHandle _transformation;
    private double[] _x = [];
    private double[] _y = [];
    private int[] _isDone = [];

    private RingProjection(string from, string to)
    {
        _source = SpatialReferences.Import(from) ?? throw new RasterAccessException("The coordinate system of the feature table is not understood.");
        _target = SpatialReferences.Import(to)!;
        using var errors = GdalErrorScope.Enter("Projecting features");
        _transformation = errors.Check("OCTNewCoordinateTransformation", LibGdal.OCTNewCoordinateTransformation(_source, _target));
    }

    // Null where the two are the same, or the table has no system: its coordinates stay what they are.
    public static RingProjection? Of(string? from, SpatialReference? to)
    {
        if (from is null || to is null)
        {
            return null;
        }

        var wkt = SpatialReferences.ToWkt(to, "outSR");
        return SpatialReferences.IsSame(from, wkt) ? null : new RingProjection(from, wkt);
    }

    // Null where a vertex cannot be projected.
    public PolygonGeometry? Project(PolygonGeometry geometry)
    {
        var parts = new List<IReadOnlyList<double[]>>(geometry.Parts.Count);
        foreach (var part in geometry.Parts)
        {
            var rings = new List<double[]>(part.Count);
            foreach (var ring in part)
            {
                if (Project(ring) is not { } projected)
                {
                    return null;
                }

                rings.Add(projected);
            }

            parts.Add(rings);
        }

        return new PolygonGeometry(parts);
    }

    public void Dispose()
    {
        _transformation.Dispose();
        _source.Dispose();
        _target.Dispose();
    }

    private double[]? Project(double[] ring)
    {
        var count = ring.Length / 2;
        if (_x.Length < count)
        {
            (_x, _y, _isDone) = (new double[count], new double[count], new int[count]);
        }

        for (var i = 0; i < count; i++)
        {
            (_x[i], _y[i]) = (ring[2 * i], ring[(2 * i) + 1]);
        }

        using var errors = GdalErrorScope.Enter("Projecting features");
        if (LibGdal.OCTTransformEx(_transformation, count, _x.AsSpan(0, count), _y.AsSpan(0, count), 0, _isDone.AsSpan(0, count)) == 0)
        {
            return null;
        }

        var result = new double[ring.Length];
        for (var i = 0; i < count; i++)
        {
            (result[2 * i], result[(2 * i) + 1]) = (_x[i], _y[i]);
        }

        return Array.TrueForAll(result, double.IsFinite) ? result : null;
    }
}
