namespace RasterAnalysis.Gdal.Areas;

// Three coordinates.
internal readonly record struct Vector(double X, double Y, double Z)
{
    public double Length => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

    public static Vector operator +(Vector one, Vector other) => new(one.X + other.X, one.Y + other.Y, one.Z + other.Z);

    public static Vector operator -(Vector one, Vector other) => new(one.X - other.X, one.Y - other.Y, one.Z - other.Z);

    public static Vector operator *(double factor, Vector vector) => new(factor * vector.X, factor * vector.Y, factor * vector.Z);

    public static Vector Cross(Vector one, Vector other) => new(
        (one.Y * other.Z) - (one.Z * other.Y), (one.Z * other.X) - (one.X * other.Z), (one.X * other.Y) - (one.Y * other.X));
}
