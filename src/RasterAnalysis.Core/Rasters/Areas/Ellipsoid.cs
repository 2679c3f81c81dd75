namespace RasterAnalysis.Rasters.Areas;

/// <summary>An ellipsoid of revolution, and areas on it (Snyder, Map Projections: A Working Manual, equations 3-11 and 3-12).</summary>
/// <param name="SemiMajorAxis">Radius of the equator, in metres.</param>
/// <param name="InverseFlattening">a / (a − b); 0 for a sphere.</param>
public readonly record struct Ellipsoid(double SemiMajorAxis, double InverseFlattening)
{
    /// <summary>That of WGS 84.</summary>
    public static Ellipsoid Wgs84 { get; } = new(6378137, 298.257223563);

    /// <summary>(a − b) / a.</summary>
    public double Flattening => InverseFlattening == 0 ? 0 : 1 / InverseFlattening;

    /// <summary>Half the distance between the poles, in metres.</summary>
    public double SemiMinorAxis => SemiMajorAxis * (1 - Flattening);

    private double SquaredEccentricity => Flattening * (2 - Flattening);

    /// <summary>Square metres of a square radian of longitude and latitude, at a latitude.</summary>
    /// <param name="latitude">Geodetic, in radians.</param>
    public double AreaOfSquareRadian(double latitude)
    {
        var (sine, cosine) = Math.SinCos(latitude);
        var part = 1 - (SquaredEccentricity * sine * sine);
        return SemiMajorAxis * SemiMajorAxis * (1 - SquaredEccentricity) * cosine / (part * part);
    }

    /// <summary>Square metres between two parallels, for each radian of longitude.</summary>
    /// <remarks>
    /// The difference of the closed formula at both parallels, brought to a form in which no two numbers of nearly the same size are subtracted: right to the last digits for
    /// zones of centimetres too. What lies beyond a pole counts nothing.
    /// </remarks>
    /// <param name="middle">Geodetic latitude half way between the parallels, in radians.</param>
    /// <param name="height">Radians between them, 0 or more.</param>
    public double ZoneOfRadian(double middle, double height)
    {
        const double Pole = Math.PI / 2;
        if (Math.Abs(middle) + (height / 2) > Pole)
        {
            var (south, north) = (Math.Clamp(middle - (height / 2), -Pole, Pole), Math.Clamp(middle + (height / 2), -Pole, Pole));
            (middle, height) = ((south + north) / 2, north - south);
        }

        var (low, high) = (Math.Sin(middle - (height / 2)), Math.Sin(middle + (height / 2)));
        var difference = 2 * Math.Cos(middle) * Math.Sin(height / 2);
        var squared = SquaredEccentricity;
        var algebraic = difference * (1 + (squared * low * high)) / ((1 - (squared * low * low)) * (1 - (squared * high * high)));
        var eccentricity = Math.Sqrt(squared);
        var inner = difference / (1 - (squared * low * high));
        var transcendental = eccentricity == 0 ? inner : Math.Atanh(eccentricity * inner) / eccentricity;
        return SemiMajorAxis * SemiMajorAxis * (1 - squared) * (algebraic + transcendental) / 2;
    }
}
