namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Areas on the ellipsoid of WGS 84, by the sphere of the same surface (Snyder, Map Projections: A Working Manual, equations 3-11, 3-12 and 3-13).</summary>
internal static class EllipsoidArea
{
    private const double EquatorialRadius = 6378137;
    private const double Flattening = 1 / 298.257223563;
    private const double SquaredEccentricity = Flattening * (2 - Flattening);
    private static readonly double Eccentricity = Math.Sqrt(SquaredEccentricity);
    private static readonly double AtPole = Authalic(1);

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
            sum += turn * (SineOfAuthalic(one.Y) + SineOfAuthalic(next.Y)) / 2;
        }

        return Math.Abs(sum) * EquatorialRadius * EquatorialRadius * AtPole / 2;
    }

    private static double SineOfAuthalic(double latitude) => Authalic(Math.Sin(latitude * Math.PI / 180)) / AtPole;

    private static double Authalic(double sine) => (1 - SquaredEccentricity)
        * ((sine / (1 - (SquaredEccentricity * sine * sine))) - (Math.Log((1 - (Eccentricity * sine)) / (1 + (Eccentricity * sine))) / (2 * Eccentricity)));
}
