namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>UTM on WGS 84 by Krüger's series in n, to the fourth order: less than a millimetre off within a zone and its neighbours, and no library's.</summary>
internal static class TransverseMercator
{
    private const double Flattening = 1 / 298.257223563;
    private const double N = Flattening / (2 - Flattening);
    private const double N2 = N * N;
    private const double N3 = N2 * N;
    private const double N4 = N3 * N;
    private const double Radius = 0.9996 * 6378137 / (1 + N) * (1 + (N2 / 4) + (N4 / 64));

    private static readonly double[] Alpha =
    [
        (N / 2) - (2 * N2 / 3) + (5 * N3 / 16) + (41 * N4 / 180), (13 * N2 / 48) - (3 * N3 / 5) + (557 * N4 / 1440), (61 * N3 / 240) - (103 * N4 / 140), 49561 * N4 / 161280,
    ];

    private static readonly double[] Beta =
    [
        (N / 2) - (2 * N2 / 3) + (37 * N3 / 96) - (N4 / 360), (N2 / 48) + (N3 / 15) - (437 * N4 / 1440), (17 * N3 / 480) - (37 * N4 / 840), 4397 * N4 / 161280,
    ];

    private static readonly double E = Math.Sqrt(Flattening * (2 - Flattening));

    /// <summary>From one zone of the north to another one.</summary>
    public static (double X, double Y) Between(int from, int to, double x, double y)
    {
        var (latitude, longitude) = Inverse(from, x, y);
        return Forward(to, latitude, longitude);
    }

    private static double Meridian(int zone) => ((6 * zone) - 183) * Math.PI / 180;

    private static (double X, double Y) Forward(int zone, double latitude, double longitude)
    {
        var t = Math.Sinh(Math.Atanh(Math.Sin(latitude)) - (E * Math.Atanh(E * Math.Sin(latitude))));
        var turn = longitude - Meridian(zone);
        var (xi, eta) = (Math.Atan2(t, Math.Cos(turn)), Math.Atanh(Math.Sin(turn) / Math.Sqrt(1 + (t * t))));
        var (north, east) = (xi, eta);
        for (var j = 1; j <= 4; j++)
        {
            north += Alpha[j - 1] * Math.Sin(2 * j * xi) * Math.Cosh(2 * j * eta);
            east += Alpha[j - 1] * Math.Cos(2 * j * xi) * Math.Sinh(2 * j * eta);
        }

        return (500000 + (Radius * east), Radius * north);
    }

    private static (double Latitude, double Longitude) Inverse(int zone, double x, double y)
    {
        var (north, east) = (y / Radius, (x - 500000) / Radius);
        var (xi, eta) = (north, east);
        for (var j = 1; j <= 4; j++)
        {
            xi -= Beta[j - 1] * Math.Sin(2 * j * north) * Math.Cosh(2 * j * east);
            eta -= Beta[j - 1] * Math.Cos(2 * j * north) * Math.Sinh(2 * j * east);
        }

        // the conformal latitude, and by it the geographic one
        var conformal = Math.Asin(Math.Sin(xi) / Math.Cosh(eta));
        var latitude = conformal;
        for (var i = 0; i < 20; i++)
        {
            latitude = Math.Asin(Math.Tanh(Math.Atanh(Math.Sin(conformal)) + (E * Math.Atanh(E * Math.Sin(latitude)))));
        }

        return (latitude, Meridian(zone) + Math.Atan2(Math.Sinh(eta), Math.Cos(xi)));
    }
}
