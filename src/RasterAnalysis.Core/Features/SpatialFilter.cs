using RasterAnalysis.Rasters;

namespace RasterAnalysis.Features;

/// <summary>Where features have to lie: a shape, and how they lie to it.</summary>
/// <remarks>Immutable, so it can be asked by many threads. What touches by the last digits of a coordinate touches.</remarks>
public sealed class SpatialFilter
{
    private readonly double[] _points;
    private readonly SegmentBands _segments;
    private readonly bool _isRectangle;

    /// <summary>Makes a filter.</summary>
    /// <param name="kind">What the parts are.</param>
    /// <param name="parts">At least one: all points in one, lines, or rings; x and y in turn. Rings need not end where they begin.</param>
    /// <param name="relation">How features have to lie to it.</param>
    public SpatialFilter(FilterShapeKind kind, IReadOnlyList<double[]> parts, SpatialRelation relation)
    {
        (Kind, Relation) = (kind, relation);
        Parts = parts;
        double[][] closed = [.. kind == FilterShapeKind.Area ? parts.Select(Close) : parts];
        // of lines and rings one point of each, for where nothing crosses
        _points = [.. closed.SelectMany(part => kind == FilterShapeKind.Points ? part : part[..2])];
        _segments = new SegmentBands(kind == FilterShapeKind.Points ? [] : closed);
        Extent = BoundsOf([.. closed.SelectMany(part => part)]);
        _isRectangle = kind == FilterShapeKind.Area && closed is [{ Length: 10 } ring] && Enumerable.Range(0, 4).All(corner =>
            (ring[2 * corner] == ring[(2 * corner) + 2]) != (ring[(2 * corner) + 1] == ring[(2 * corner) + 3]));
    }

    /// <summary>What the parts of the shape are.</summary>
    public FilterShapeKind Kind { get; }

    /// <summary>Its points, lines or rings; x and y in turn.</summary>
    public IReadOnlyList<double[]> Parts { get; }

    /// <summary>How features have to lie to it.</summary>
    public SpatialRelation Relation { get; }

    /// <summary>Coordinate system of the shape; null for the table's. A table projects the shape, not its features.</summary>
    public SpatialReference? Reference { get; init; }

    /// <summary>Whether it is a rectangle along the axes.</summary>
    public bool IsRectangle => _isRectangle;

    /// <summary>The rectangle around the shape, in map units; a point's has no area.</summary>
    public Extent Extent { get; }

    /// <summary>A rectangle.</summary>
    public static SpatialFilter Of(Extent extent, SpatialRelation relation = SpatialRelation.Intersects) =>
        new(FilterShapeKind.Area, [PolygonGeometry.Of(extent).Parts[0][0]], relation);

    /// <summary>Whether it finds every feature of a table, as the rectangle around all of them tells.</summary>
    public bool HoldsAllOf(Extent extent) => _isRectangle && Relation != SpatialRelation.Contains && IsInside(extent, Extent);

    /// <summary>What the rectangle around a feature says already; null where its polygons have to be looked at.</summary>
    public bool? MatchesExtent(Extent extent) =>
        !(extent.XMin <= Extent.XMax && extent.XMax >= Extent.XMin && extent.YMin <= Extent.YMax && extent.YMax >= Extent.YMin) ? false
        : Relation switch
        {
            SpatialRelation.EnvelopeIntersects => true,
            SpatialRelation.Intersects => _isRectangle && IsInside(extent, Extent) ? true : null,
            SpatialRelation.Within => Kind != FilterShapeKind.Area ? false : _isRectangle || !IsInside(extent, Extent) ? IsInside(extent, Extent) : null,
            _ => IsInside(Extent, extent) ? null : false,
        };

    /// <summary>Whether a feature lies as it has to.</summary>
    public bool Matches(PolygonGeometry feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        if (MatchesExtent(feature.Extent) is { } known)
        {
            return known;
        }

        var rings = new SegmentBands(feature.Rings);
        return Relation switch
        {
            SpatialRelation.Within => Covers(_segments, rings),
            SpatialRelation.Contains when Kind == FilterShapeKind.Area => Covers(rings, _segments),
            SpatialRelation.Contains => Pairs(_points).All(point => rings.SideOf(point.X, point.Y) >= 0)
                && Segments(_segments).All(line => rings.PiecesOf(line).All(piece => rings.SideOf(piece.X, piece.Y) >= 0)),
            _ => Meets(feature, rings),
        };
    }

    private bool Meets(PolygonGeometry feature, SegmentBands rings)
    {
        if (Kind == FilterShapeKind.Points)
        {
            return Pairs(_points).Any(point => rings.SideOf(point.X, point.Y) >= 0);
        }

        // lines that cross; else one lies in the other, part by part
        return Segments(rings).Any(edge => _segments.Near(Math.Min(edge.X1, edge.X2), Math.Min(edge.Y1, edge.Y2), Math.Max(edge.X1, edge.X2), Math.Max(edge.Y1, edge.Y2))
                .Any(near => SegmentBands.Cross(edge, _segments[near])))
            || Pairs(_points).Any(point => rings.SideOf(point.X, point.Y) >= 0)
            || (Kind == FilterShapeKind.Area && feature.Rings.Any(ring => _segments.SideOf(ring[0], ring[1]) >= 0));
    }

    // No point of the inner area lies outside of the outer: neither on its own edge, nor where an edge of the outer runs through it.
    private static bool Covers(SegmentBands outer, SegmentBands inner) =>
        Segments(inner).All(edge => outer.PiecesOf(edge).All(piece => outer.SideOf(piece.X, piece.Y) >= 0))
        && Segments(outer).All(edge => inner.PiecesOf(edge).All(piece => inner.SideOf(piece.X, piece.Y) <= 0));

    private static IEnumerable<(double X1, double Y1, double X2, double Y2)> Segments(SegmentBands bands) => Enumerable.Range(0, bands.Count).Select(i => bands[i]);

    private static IEnumerable<(double X, double Y)> Pairs(double[] points) => Enumerable.Range(0, points.Length / 2).Select(i => (points[2 * i], points[(2 * i) + 1]));

    private static bool IsInside(Extent inner, Extent outer) => inner.XMin >= outer.XMin && inner.XMax <= outer.XMax && inner.YMin >= outer.YMin && inner.YMax <= outer.YMax;

    private static double[] Close(double[] ring) => ring[0] == ring[^2] && ring[1] == ring[^1] ? ring : [.. ring, ring[0], ring[1]];

    private static Extent BoundsOf(double[] points)
    {
        var pairs = Pairs(points).ToList();
        return new Extent(pairs.Min(point => point.X), pairs.Min(point => point.Y), pairs.Max(point => point.X), pairs.Max(point => point.Y));
    }
}
