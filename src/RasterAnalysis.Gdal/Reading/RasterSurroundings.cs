using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

// The part of another coordinate system in which a raster lies, and some more. What is laid over the raster is cut to it before it is projected: far from
// where a projection is made for (six degrees, for a zone of UTM) it fails, or gives places that look like any other.
internal static class RasterSurroundings
{
    private const int PointsPerEdge = 25;

    // Of the raster's sides: an edge of the cut must not be bent into the raster.
    private const double Margin = 0.25;

    // Of the raster's sides; what does not come back to its place was beyond the other system.
    private const double MostOff = 1e-3;

    // Null where the raster itself cannot be projected there and back, for example a raster of the world into a zone of UTM.
    public static Extent? In(RasterGrid grid, string wkt)
    {
        var extent = grid.Transform.ExtentOf(grid.Size);
        if (grid.Wkt is null || !ComesBack(extent, grid.Wkt, wkt) || SpatialReferences.TransformExtent(extent, grid.Wkt, wkt) is not { } own)
        {
            return null;
        }

        var (x, y) = (own.Width * Margin, own.Height * Margin);
        return new Extent(own.XMin - x, own.YMin - y, own.XMax + x, own.YMax + y);
    }

    // What is added to x: longitudes may be counted from another turn, 190 is -170.
    public static double[] TurnsOf(string wkt) => SpatialReferences.IsGeographic(wkt) ? [0, -360, 360] : [0];

    // The part of a ring (x and y in turn) within an extent, by Sutherland and Hodgman; edges that run along the cut enclose nothing. Empty where nothing is left.
    public static List<double> Cut(IReadOnlyList<double> ring, double shift, Extent to)
    {
        List<double> result = [.. ring.Select((value, i) => i % 2 == 0 ? value + shift : value)];
        result = Cut(result, 0, to.XMin, isLeast: true);
        result = Cut(result, 0, to.XMax, isLeast: false);
        result = Cut(result, 1, to.YMin, isLeast: true);
        return Cut(result, 1, to.YMax, isLeast: false);
    }

    private static List<double> Cut(List<double> ring, int axis, double limit, bool isLeast)
    {
        var result = new List<double>(ring.Count);
        for (var i = 0; i < ring.Count; i += 2)
        {
            var next = (i + 2) % ring.Count;
            var (from, to) = (ring[i + axis], ring[next + axis]);
            var (isIn, isNextIn) = (isLeast ? from >= limit : from <= limit, isLeast ? to >= limit : to <= limit);
            if (isIn)
            {
                result.AddRange([ring[i], ring[i + 1]]);
            }

            if (isIn != isNextIn)
            {
                // the same place whichever way round a ring goes: neighbours have their edges in common
                var (low, high) = from < to ? (i, next) : (next, i);
                var share = (limit - ring[low + axis]) / (ring[high + axis] - ring[low + axis]);
                var other = ring[low + 1 - axis] + ((ring[high + 1 - axis] - ring[low + 1 - axis]) * share);
                result.AddRange(axis == 0 ? [limit, other] : [other, limit]);
            }
        }

        return result;
    }

    // Points along the edges, all the way around.
    public static (double[] X, double[] Y) Outline(Extent extent)
    {
        var x = new double[4 * PointsPerEdge];
        var y = new double[4 * PointsPerEdge];
        for (var i = 0; i < PointsPerEdge; i++)
        {
            var part = (double)i / PointsPerEdge;
            (x[i], y[i]) = (extent.XMin + (part * extent.Width), extent.YMin);
            (x[i + PointsPerEdge], y[i + PointsPerEdge]) = (extent.XMax, extent.YMin + (part * extent.Height));
            (x[i + (2 * PointsPerEdge)], y[i + (2 * PointsPerEdge)]) = (extent.XMax - (part * extent.Width), extent.YMax);
            (x[i + (3 * PointsPerEdge)], y[i + (3 * PointsPerEdge)]) = (extent.XMin, extent.YMax - (part * extent.Height));
        }

        return (x, y);
    }

    private static bool ComesBack(Extent extent, string from, string to)
    {
        var (x, y) = Outline(extent);
        var (wasX, wasY) = ((double[])x.Clone(), (double[])y.Clone());
        return SpatialReferences.TryTransform(from, to, x, y) && SpatialReferences.TryTransform(to, from, x, y)
            && x.Zip(wasX).All(pair => Math.Abs(pair.First - pair.Second) <= MostOff * extent.Width)
            && y.Zip(wasY).All(pair => Math.Abs(pair.First - pair.Second) <= MostOff * extent.Height);
    }
}
