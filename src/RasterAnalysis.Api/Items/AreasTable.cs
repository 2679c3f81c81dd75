using System.Globalization;
using System.Text;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Api.Items;

/// <summary>Areas as comma-separated values (RFC 4180), a line a class. NoData is no class and has none.</summary>
internal static class AreasTable
{
    private const double SquareMetresOfHectare = 1e4;
    private static readonly string[] Header = ["Value", "ClassName", "Pixels", "SquareMetres", "Hectares", "Share"];

    /// <summary>The table, in UTF-8. Square metres and hectares that are not known are empty.</summary>
    public static byte[] Write(ClassAreas areas)
    {
        var rows = areas.Classes.Select(c => (string[])
        [
            Number(c.Value), c.Name, Number(c.Pixels), c.SquareMetres is { } area ? Number(area) : "", c.SquareMetres is { } metres ? Number(metres / SquareMetresOfHectare) : "",
            Number(areas.ShareOf(c)),
        ]);
        return Encoding.UTF8.GetBytes(string.Concat(rows.Prepend(Header).Select(row => $"{string.Join(',', row.Select(Cell))}\r\n")));
    }

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
