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
    public static string Of(double squareMetres, double largest) => largest switch
    {
        > 0 and < Hectare => string.Create(CultureInfo.InvariantCulture, $"{squareMetres:N1} m²"),
        < 1000 * SquareKilometre => string.Create(CultureInfo.InvariantCulture, $"{squareMetres / Hectare:N1} ha"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{squareMetres / SquareKilometre:N1} km²"),
    };
}
