namespace RasterAnalysis.Models;

/// <summary>Colours for classes that come without one. Fixed, so that the same package always gives the same map.</summary>
internal static class ClassPalette
{
    /// <summary>A colour by position: hues a golden angle apart, so that neighbours in the list differ clearly.</summary>
    /// <param name="index">Position in the class list, from 0.</param>
    public static RgbColor ColorOf(int index)
    {
        var hue = index * 0.618033988749895 % 1.0 * 6.0;
        var value = index / 12 % 2 == 0 ? 0.85 : 0.6;
        const double saturation = 0.65;
        var sector = (int)hue;
        var fraction = hue - sector;
        var p = value * (1 - saturation);
        var q = value * (1 - (saturation * fraction));
        var t = value * (1 - (saturation * (1 - fraction)));
        var (r, g, b) = sector switch
        {
            0 => (value, t, p),
            1 => (q, value, p),
            2 => (p, value, t),
            3 => (p, q, value),
            4 => (t, p, value),
            _ => (value, p, q),
        };
        return new RgbColor(ToByte(r), ToByte(g), ToByte(b));
    }

    private static byte ToByte(double part) => (byte)Math.Round(part * 255);
}
