using RasterAnalysis.Classification;
using RasterAnalysis.Rasters;

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

        var isSame = wkt is null || SpatialReferences.IsSame(wkt, grid.Wkt);
        return new MaskSpec(null, [.. mask.Polygons.Select(polygon => polygon.Select(ring => ToPixels(ring, isSame ? null : wkt, grid)).ToArray())]);
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
