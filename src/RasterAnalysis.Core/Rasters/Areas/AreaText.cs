using System.Globalization;

namespace RasterAnalysis.Rasters.Areas;

/// <summary>Areas as people write them.</summary>
public static class AreaText
{
    private const double Hectare = 1e4;
    private const double SquareKilometre = 1e6;

    /// <summary>In square metres, hectares or square kilometres, as its size asks: <c>1,234.5 ha</c>.</summary>
    public static string Of(double squareMetres) => squareMetres switch
    {
        > 0 and < Hectare => string.Create(CultureInfo.InvariantCulture, $"{squareMetres:N1} m²"),
        < 1000 * SquareKilometre => string.Create(CultureInfo.InvariantCulture, $"{squareMetres / Hectare:N1} ha"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{squareMetres / SquareKilometre:N1} km²"),
    };
}
