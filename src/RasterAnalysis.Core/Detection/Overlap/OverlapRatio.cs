namespace RasterAnalysis.Detection.Overlap;

/// <summary>
/// How much two boxes overlap: their intersection over their union, from 0 to 1. Objects with masks overlap as their boxes do: what a network says of its masks would be a ratio of its own, and the
/// suppressions of YOLO and torchvision look at boxes too.
/// </summary>
internal static class OverlapRatio
{
    // parts of the smaller box that rounding may make of none
    private const double Rounding = 1e-9;

    /// <summary>The ratio; exactly 0 where the rows or columns of the two do not overlap.</summary>
    public static double Of(RotatedBox one, RotatedBox other)
    {
        if (one.Right <= other.Left || other.Right <= one.Left || one.Bottom <= other.Top || other.Bottom <= one.Top)
        {
            return 0;
        }

        var shared = one.IsPlain && other.IsPlain
            ? (Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left)) * (Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top))
            : Shared(one, other);
        return shared <= 0 ? 0 : Math.Min(1, shared / (one.Area + other.Area - shared));
    }

    /// <summary>The area of two rectangles' intersection, which is a polygon of at most eight corners.</summary>
    private static double Shared(RotatedBox one, RotatedBox other)
    {
        // far from the origin the area would be a difference of large numbers
        Span<(double X, double Y)> polygon = stackalloc (double, double)[16];
        Span<(double X, double Y)> cut = stackalloc (double, double)[16];
        one.MovedBy(-one.CenterX, -one.CenterY).Corners().CopyTo(polygon);
        var clip = other.MovedBy(-one.CenterX, -one.CenterY).Corners();
        var count = 4;
        for (var edge = 0; edge < clip.Length && count > 0; edge++)
        {
            count = Cut(polygon[..count], cut, clip[edge], clip[(edge + 1) % clip.Length]);
            cut[..count].CopyTo(polygon);
        }

        var area = 0.0;
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (polygon[i], polygon[(i + 1) % count]);
            area += (from.X * to.Y) - (to.X * from.Y);
        }

        return area / 2 > Rounding * Math.Min(one.Area, other.Area) ? area / 2 : 0;
    }

    /// <summary>The part of a convex polygon at the right hand of a line (Sutherland and Hodgman).</summary>
    private static int Cut(ReadOnlySpan<(double X, double Y)> polygon, Span<(double X, double Y)> result, (double X, double Y) from, (double X, double Y) to)
    {
        double Side((double X, double Y) point) => ((to.X - from.X) * (point.Y - from.Y)) - ((to.Y - from.Y) * (point.X - from.X));
        var count = 0;
        for (var i = 0; i < polygon.Length; i++)
        {
            var (start, end) = (polygon[i], polygon[(i + 1) % polygon.Length]);
            var (startSide, endSide) = (Side(start), Side(end));
            if (startSide >= 0)
            {
                result[count++] = start;
            }

            if ((startSide > 0 && endSide < 0) || (startSide < 0 && endSide > 0))
            {
                var part = startSide / (startSide - endSide);
                result[count++] = (start.X + ((end.X - start.X) * part), start.Y + ((end.Y - start.Y) * part));
            }
        }

        return count;
    }
}
