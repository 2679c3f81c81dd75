using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Turns the mask of a request into pixels of the processing grid.</summary>
/// <remarks>Thread-safe.</remarks>
public static class MaskPlanner
{
    // A straight edge in one coordinate system is a curve in another.
    private const int PointsPerEdge = 16;

    /// <summary>Projects polygons, with densified edges.</summary>
    /// <param name="mask">The polygons.</param>
    /// <param name="grid">The processing grid.</param>
    /// <returns>Rings in pixels of the grid: column and row in turn.</returns>
    /// <exception cref="InvalidRequestException">Field <c>context.mask</c>: they cannot be projected onto the raster.</exception>
    public static MaskSpec Plan(MaskPolygons mask, RasterGrid grid)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(grid);
        var wkt = mask.SpatialReference is { } reference ? SpatialReferences.ToWkt(reference, "context.mask") : grid.Wkt;
        if (wkt is not null && grid.Wkt is null)
        {
            throw new InvalidRequestException("context.mask", "The raster has no coordinate system, so a mask in one cannot be laid over it; give its rings in the raster's own coordinates, as an Esri polygon without spatialReference.");
        }

        var from = wkt is null || SpatialReferences.IsSame(wkt, grid.Wkt) ? null : wkt;
        IReadOnlyList<double>[][] polygons = [.. mask.Polygons.SelectMany(polygon => PartsOf(polygon, from, grid))
            .Select(rings => rings.Select(ring => (IReadOnlyList<double>)ToPixels(ring, from, grid)).ToArray())
            .Where(rings => rings.Any(ring => Touches(ring, grid.Size)))];
        return polygons.Length > 0 ? new MaskSpec(null, polygons) : throw new InvalidRequestException(
            "context.mask", $"None of its polygons touches the raster, which covers {grid.Transform.ExtentOf(grid.Size)} (xmin, ymin, xmax, ymax){(grid.Wkt is { } own ? $" in {SpatialReferences.NameOf(own)}" : "")}.");
    }

    /// <summary>The parts of a polygon that may have to do with the raster, as polygons: one for each turn of the longitudes that leaves something.</summary>
    private static IEnumerable<IReadOnlyList<IReadOnlyList<double>>> PartsOf(IReadOnlyList<IReadOnlyList<double>> polygon, string? wkt, RasterGrid grid)
    {
        if (wkt is null || RasterSurroundings.In(grid, wkt) is not { } near)
        {
            return [polygon];
        }

        return RasterSurroundings.TurnsOf(wkt).Select(turn => polygon.Select(ring => RasterSurroundings.Cut(ring, turn, near)).Where(ring => ring.Count >= 6).ToArray());
    }

    private static bool Touches(IReadOnlyList<double> ring, RasterSize size)
    {
        var columns = ring.Where((_, i) => i % 2 == 0);
        var rows = ring.Where((_, i) => i % 2 == 1);
        return columns.Min() < size.Width && columns.Max() > 0 && rows.Min() < size.Height && rows.Max() > 0;
    }

    private static double[] ToPixels(IReadOnlyList<double> ring, string? wkt, RasterGrid grid)
    {
        var points = ring.Count / 2;
        var steps = wkt is null ? 1 : PointsPerEdge;
        var x = new double[points * steps];
        var y = new double[points * steps];
        for (var i = 0; i < x.Length; i++)
        {
            var (from, to, share) = (i / steps, ((i / steps) + 1) % points, i % steps / (double)steps);
            x[i] = ring[2 * from] + ((ring[2 * to] - ring[2 * from]) * share);
            y[i] = ring[(2 * from) + 1] + ((ring[(2 * to) + 1] - ring[(2 * from) + 1]) * share);
        }

        if (wkt is not null && !SpatialReferences.TryTransform(wkt, grid.Wkt!, x, y))
        {
            throw new InvalidRequestException(
                "context.mask", $"Its polygons cannot be projected to {SpatialReferences.NameOf(grid.Wkt!)}; check their spatialReference (GeoJSON is longitude, latitude).");
        }

        var pixels = new double[2 * x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            (pixels[2 * i], pixels[(2 * i) + 1]) = grid.Transform.Invert(x[i], y[i]);
        }

        return pixels;
    }
}
