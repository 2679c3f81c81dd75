namespace RasterAnalysis.Locality;

/// <summary>Which elements ONNX's <c>Resize</c> takes for an output, as an offset from its place.</summary>
internal static class ResizeSampling
{
    // beyond any place, and far from overflow
    private const long Furthest = 1 << 30;

    /// <summary>Finds the reach for one axis.</summary>
    /// <param name="scale">Input length over output length, in lowest terms.</param>
    /// <param name="coordinates"><c>coordinate_transformation_mode</c>.</param>
    /// <param name="mode"><c>nearest</c>, <c>linear</c> or <c>cubic</c>.</param>
    /// <param name="nearestMode"><c>nearest_mode</c>.</param>
    /// <param name="isAntialiased">Whether the filter is widened when the image shrinks.</param>
    /// <returns>Offsets such that output j takes elements <c>scale·j + First</c> to <c>scale·j + Last</c>; null for modes that depend on the tile's size.</returns>
    public static (Fraction First, Fraction Last)? Reach(Fraction scale, string coordinates, string mode, string nearestMode, bool isAntialiased)
    {
        var shift = coordinates switch
        {
            "asymmetric" => (Fraction)0,
            "half_pixel" or "pytorch_half_pixel" or "half_pixel_symmetric" => (scale - 1) / 2,
            _ => (Fraction?)null,
        };
        if (shift is not { } offset)
        {
            return null;
        }

        var (first, last) = ((Fraction)Furthest, (Fraction)(-Furthest));
        for (var j = 0L; j < scale.Denominator; j++)
        {
            var place = scale * j;
            var (low, high) = Elements(place + offset, scale, mode, nearestMode, isAntialiased);
            first = Fraction.Min(first, low - place);
            last = Fraction.Max(last, high - place);
        }

        return (first, last);
    }

    private static (long Low, long High) Elements(Fraction x, Fraction scale, string mode, string nearestMode, bool isAntialiased)
    {
        if (mode == "nearest")
        {
            var half = new Fraction(1, 2);
            var nearest = nearestMode switch
            {
                "floor" => x.Floor(),
                "ceil" => x.Ceiling(),
                "round_prefer_ceil" => (x + half).Floor(),
                _ => (x - half).Ceiling(),
            };
            return (nearest, nearest);
        }

        Fraction support = mode == "cubic" ? 2 : 1;
        support = isAntialiased && scale > 1 ? support * scale : support;
        return support == 1 ? (x.Floor(), x.Ceiling()) : ((x - support).Floor() + 1, (x + support).Ceiling() - 1);
    }
}
