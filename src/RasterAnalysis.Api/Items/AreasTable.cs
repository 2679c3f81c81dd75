using System.Globalization;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Api.Items;

/// <summary>Areas as comma-separated values (RFC 4180), a line a class; a name that a spreadsheet would take for a formula begins with an apostrophe. NoData is no class and has none.</summary>
internal static class AreasTable
{
    private const double SquareMetresOfHectare = 1e4;
    private static readonly string[] Header = ["Value", "ClassName", "Pixels", "SquareMetres", "Hectares", "Share"];

    /// <summary>The table, in UTF-8. Square metres and hectares that are not known are empty.</summary>
    public static byte[] Write(ClassAreas areas) => CsvTable.Write(RowsOf(areas).Prepend(Header));

    /// <summary>The table of zones, a line for each class of each.</summary>
    public static byte[] Write(IReadOnlyList<ZoneClassAreas> zones) => CsvTable.Write(
        zones.SelectMany(zone => RowsOf(zone.Areas).Select(row => (string[])[Number(zone.Id), CsvTable.Words(zone.Name ?? ""), .. row])).Prepend(["Zone", "ZoneName", .. Header]));

    private static IEnumerable<string[]> RowsOf(ClassAreas areas) => areas.Classes.Select(c => (string[])
    [
        Number(c.Value), CsvTable.Words(c.Name), Number(c.Pixels), c.SquareMetres is { } area ? Number(area) : "", c.SquareMetres is { } metres ? Number(metres / SquareMetresOfHectare) : "",
        Number(areas.ShareOf(c)),
    ]);

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
