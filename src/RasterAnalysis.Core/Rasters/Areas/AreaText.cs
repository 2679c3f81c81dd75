using System.Globalization;

namespace RasterAnalysis.Rasters.Areas;

/// <summary>Areas as people write them.</summary>
public static class AreaText
{
    private const double Hectare = 1e4;
    private const double SquareKilometre = 1e6;

    /// <summary>In square metres, hectares or square kilometres: <c>1,234.5 ha</c>.</summary>
    /// <param name="squareMetres">The area.</param>
    /// <param name="largest">The largest of those that stand together, in square metres: all are in its unit, so that they can be compared at a glance.</param>
    public static string Of(double squareMetres, double largest)
    {
        var (unit, name) = UnitOf(largest);
        return string.Create(CultureInfo.InvariantCulture, $"{squareMetres / unit:N1} {name}");
    }

    /// <summary>With the half of its interval's width: <c>1,234 ± 56 ha</c>. Where that is below 10 both have a decimal place, below 1 two.</summary>
    /// <param name="squareMetres">The area.</param>
    /// <param name="margin">Square metres that it may be more or less; null where that is not known.</param>
    /// <param name="largest">As in <see cref="Of(double, double)"/>.</param>
    public static string Of(double squareMetres, double? margin, double largest)
    {
        var (unit, name) = UnitOf(largest);
        return margin is { } known ? $"{Between(squareMetres / unit, known / unit)} {name}" : Of(squareMetres, largest);
    }

    /// <summary>A number with the half of its interval's width, as areas have it: <c>1,234 ± 56</c>.</summary>
    public static string Between(double value, double margin)
    {
        var places = margin switch { >= 10 or 0 => "N0", >= 1 => "N1", _ => "N2" };
        return $"{value.ToString(places, CultureInfo.InvariantCulture)} ± {margin.ToString(places, CultureInfo.InvariantCulture)}";
    }

    private static (double Unit, string Name) UnitOf(double largest) => largest switch
    {
        > 0 and < Hectare => (1, "m²"),
        < 1000 * SquareKilometre => (Hectare, "ha"),
        _ => (SquareKilometre, "km²"),
    };
}
