using RasterAnalysis.Detection;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>The polygons of an object on the map: the outline of its mask, or its box.</summary>
internal static class ObjectShape
{
    /// <summary>Makes them.</summary>
    /// <param name="found">The object, in pixels of a raster.</param>
    /// <param name="transform">Where these lie on the map.</param>
    public static PolygonGeometry Of(DetectedObject found, GeoTransform transform)
    {
        if (found.Mask is not { } mask)
        {
            return PolygonGeometry.Of(Ring(found.Box.Corners(), transform));
        }

        var parts = new List<IReadOnlyList<double[]>>();
        List<double[]>? part = null;
        foreach (var ring in mask)
        {
            if (!ring.IsHole || part is null)
            {
                parts.Add(part = []);
            }

            part.Add(Ring([.. ring.Corners.Select(corner => ((double)corner.Column, (double)corner.Row))], transform));
        }

        return new PolygonGeometry(parts);
    }

    private static double[] Ring((double X, double Y)[] corners, GeoTransform transform)
    {
        var ring = new double[(corners.Length + 1) * 2];
        for (var i = 0; i <= corners.Length; i++)
        {
            var (column, row) = corners[i % corners.Length];
            (ring[2 * i], ring[(2 * i) + 1]) = transform.Apply(column, row);
        }

        return ring;
    }
}
