using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

// Lays polygons over the grid of a raster: as rings in its pixels, cut to the surroundings of the raster. One thread at a time.
internal sealed class GridPolygons : IDisposable
{
    // A straight edge in one coordinate system is a curve in another.
    private const int PointsPerEdge = 16;

    private const int FewestNumbers = 6;
    private readonly RasterGrid _grid;
    private readonly Extent? _near;
    private readonly double[] _turns;
    private readonly SpatialReferenceHandle? _source;
    private readonly SpatialReferenceHandle? _target;
    private readonly CoordinateTransformationHandle? _transformation;

    // wkt: that of the polygons, which is understood; null for the grid's own coordinates.
    public GridPolygons(string? wkt, RasterGrid grid)
    {
        _grid = grid;
        if (wkt is null || SpatialReferences.IsSame(wkt, grid.Wkt))
        {
            _turns = grid.Wkt is null ? [0] : RasterSurroundings.TurnsOf(grid.Wkt);
            return;
        }

        _near = RasterSurroundings.In(grid, wkt);
        _turns = _near is null ? [0] : RasterSurroundings.TurnsOf(wkt);
        (_source, _target) = (SpatialReferences.Import(wkt), SpatialReferences.Import(grid.Wkt!));
        using var errors = GdalErrorScope.Enter("Projecting polygons");
        _transformation = _source is null || _target is null ? null : LibGdal.OCTNewCoordinateTransformation(_source, _target);
        errors.Forgive();
        IsProjected = true;
    }

    // Whether the polygons are in another coordinate system.
    public bool IsProjected { get; }

    // The parts of a polygon that touch the raster, as polygons: one for each turn of the longitudes that leaves something; rings with columns and rows in turn. Null where it cannot be
    // projected.
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>? Lay(IReadOnlyList<IReadOnlyList<double>> polygon)
    {
        var laid = new List<IReadOnlyList<IReadOnlyList<double>>>();
        foreach (var turn in _turns)
        {
            var rings = new List<double[]>(polygon.Count);
            foreach (var ring in polygon.Select(ring => Near(ring, turn)).Where(ring => ring.Count >= FewestNumbers))
            {
                if (ToPixels(ring) is not { } pixels)
                {
                    return null;
                }

                rings.Add(pixels);
            }

            if (rings.Exists(ring => Touches(ring, _grid.Size)))
            {
                laid.Add(rings);
            }
        }

        return laid;
    }

    public void Dispose()
    {
        _transformation?.Dispose();
        _source?.Dispose();
        _target?.Dispose();
    }

    private static bool Touches(double[] ring, RasterSize size)
    {
        var columns = ring.Where((_, i) => i % 2 == 0);
        var rows = ring.Where((_, i) => i % 2 == 1);
        return columns.Min() < size.Width && columns.Max() > 0 && rows.Min() < size.Height && rows.Max() > 0;
    }

    private IReadOnlyList<double> Near(IReadOnlyList<double> ring, double turn) => _near is { } near ? RasterSurroundings.Cut(ring, turn, near)
        : turn == 0 ? ring : [.. ring.Select((value, i) => i % 2 == 0 ? value + turn : value)];

    private double[]? ToPixels(IReadOnlyList<double> ring)
    {
        var points = ring.Count / 2;
        var steps = IsProjected ? PointsPerEdge : 1;
        var x = new double[points * steps];
        var y = new double[points * steps];
        for (var i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = PointOn(ring, i / steps, ((i / steps) + 1) % points, i % steps / (double)steps);
        }

        if (IsProjected && !Transform(x, y))
        {
            return null;
        }

        var pixels = new double[2 * x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            (pixels[2 * i], pixels[(2 * i) + 1]) = _grid.Transform.Invert(x[i], y[i]);
        }

        return Array.TrueForAll(pixels, double.IsFinite) ? pixels : null;
    }

    // The same place whichever way round a ring goes: neighbours have their edges in common.
    private static (double X, double Y) PointOn(IReadOnlyList<double> ring, int from, int to, double share)
    {
        var (x0, y0, x1, y1) = (ring[2 * from], ring[(2 * from) + 1], ring[2 * to], ring[(2 * to) + 1]);
        return share == 0 ? (x0, y0)
            : x0 < x1 || (x0 == x1 && y0 <= y1) ? (x0 + ((x1 - x0) * share), y0 + ((y1 - y0) * share))
            : (x1 + ((x0 - x1) * (1 - share)), y1 + ((y0 - y1) * (1 - share)));
    }

    private bool Transform(double[] x, double[] y)
    {
        using var errors = GdalErrorScope.Enter("Projecting polygons");
        var isDone = _transformation is { IsInvalid: false } && LibGdal.OCTTransformEx(_transformation, x.Length, x, y, 0, new int[x.Length]) != 0;
        errors.Forgive();
        return isDone;
    }
}
