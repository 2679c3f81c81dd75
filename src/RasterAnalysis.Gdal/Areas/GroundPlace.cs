using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// A place on an ellipsoid: longitude and geodetic latitude in radians, and the point of the unit sphere with its parametric latitude, of which the ellipsoid is a stretched image.
internal readonly record struct GroundPlace(double Longitude, double Latitude, Vector Point)
{
    public bool IsFinite => double.IsFinite(Longitude) && double.IsFinite(Latitude);

    public static GroundPlace Of(double longitude, double latitude, Ellipsoid ellipsoid)
    {
        var (sine, cosine) = Math.SinCos(latitude);
        var parametric = Math.Atan2((1 - ellipsoid.Flattening) * sine, cosine);
        var (up, out_) = Math.SinCos(parametric);
        var (east, north) = Math.SinCos(longitude);
        return new GroundPlace(longitude, latitude, new Vector(out_ * north, out_ * east, up));
    }

    // Square metres on the ellipsoid of a square radian on the unit sphere, here.
    public double AreaOn(Ellipsoid ellipsoid)
    {
        var (a, b) = (ellipsoid.SemiMajorAxis, ellipsoid.SemiMinorAxis);
        return a * Math.Sqrt((((Point.X * Point.X) + (Point.Y * Point.Y)) * b * b) + (Point.Z * Point.Z * a * a));
    }
}
