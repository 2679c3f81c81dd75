namespace RasterAnalysis.Detection;

/// <summary>A rectangle in pixels, whose edges are 0 at the left of the first column and at the top of the first row.</summary>
/// <param name="CenterX">Column of its centre.</param>
/// <param name="CenterY">Row of its centre.</param>
/// <param name="Width">Length of the side that lies along the columns when the angle is 0; over 0.</param>
/// <param name="Height">Length of the other side; over 0.</param>
/// <param name="Angle">By how much it is turned around its centre, in radians, from the axis to the right towards the one down; 0 for plain boxes.</param>
public readonly record struct RotatedBox(double CenterX, double CenterY, double Width, double Height, double Angle = 0)
{
    /// <summary>Whether its sides lie along columns and rows.</summary>
    public bool IsPlain => Angle == 0;

    /// <summary>The plain box between two corners.</summary>
    public static RotatedBox FromCorners(double left, double top, double right, double bottom) =>
        new((left + right) / 2, (top + bottom) / 2, right - left, bottom - top);

    /// <summary>The least column of its corners.</summary>
    public double Left => CenterX - HalfX;

    /// <summary>The greatest column of its corners.</summary>
    public double Right => CenterX + HalfX;

    /// <summary>The least row of its corners.</summary>
    public double Top => CenterY - HalfY;

    /// <summary>The greatest row of its corners.</summary>
    public double Bottom => CenterY + HalfY;

    /// <summary>Its area in pixels.</summary>
    public double Area => Width * Height;

    private double HalfX => IsPlain ? Width / 2 : (Math.Abs(Width * Math.Cos(Angle)) + Math.Abs(Height * Math.Sin(Angle))) / 2;

    private double HalfY => IsPlain ? Height / 2 : (Math.Abs(Width * Math.Sin(Angle)) + Math.Abs(Height * Math.Cos(Angle))) / 2;

    /// <summary>Its corners, clockwise on the screen; at angle 0 from the upper left one on.</summary>
    public (double X, double Y)[] Corners()
    {
        var (centerX, centerY, width, height) = (CenterX, CenterY, Width / 2, Height / 2);
        var (cos, sin) = IsPlain ? (1.0, 0.0) : (Math.Cos(Angle), Math.Sin(Angle));
        (double, double) At(double x, double y) => (centerX + (x * cos) - (y * sin), centerY + (x * sin) + (y * cos));
        return [At(-width, -height), At(width, -height), At(width, height), At(-width, height)];
    }

    /// <summary>The box elsewhere.</summary>
    /// <param name="columns">Pixels to the right.</param>
    /// <param name="rows">Pixels down.</param>
    public RotatedBox MovedBy(double columns, double rows) => this with { CenterX = CenterX + columns, CenterY = CenterY + rows };
}
