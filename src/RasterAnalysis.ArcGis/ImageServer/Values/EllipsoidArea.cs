using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Areas of rings on the ellipsoid of WGS 84, by the zones between the equator and their points.</summary>
internal static class EllipsoidArea
{
    /// <summary>The area inside a ring, in square metres.</summary>
    /// <param name="ring">Longitude and latitude in degrees, either way round. Between two points latitude and longitude go in step, so that a long side needs points between.</param>
    public static double Of(IReadOnlyList<(double X, double Y)> ring)
    {
        var sum = 0.0;
        for (var i = 0; i < ring.Count; i++)
        {
            var (one, next) = (ring[i], ring[(i + 1) % ring.Count]);

            // the short way, also across the date line
            var turn = Math.IEEERemainder(next.X - one.X, 360) * Math.PI / 180;
            sum += turn * (FromEquator(one.Y) + FromEquator(next.Y)) / 2;
        }

        return Math.Abs(sum);
    }

    /// <summary>Square metres for a radian of longitude; below 0 in the south.</summary>
    private static double FromEquator(double latitude)
    {
        var radians = latitude * Math.PI / 180;
        return Math.Sign(radians) * Ellipsoid.Wgs84.ZoneOfRadian(radians / 2, Math.Abs(radians));
    }
}
