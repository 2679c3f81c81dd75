using System.Globalization;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Worker.Commands;

/// <summary>Areas as a table, a line for each class.</summary>
internal static class AreaLines
{
    /// <summary>Value, name, pixels, area where it is known, and share.</summary>
    /// <param name="areas">The areas.</param>
    /// <param name="nameWidth">Columns of the names; longer ones move what follows.</param>
    public static IEnumerable<string> Of(ClassAreas areas, int nameWidth) => areas.Classes.Select(one =>
    {
        var size = one.SquareMetres is { } known ? $"{AreaText.Of(known, areas.Largest),16} " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{one.Value,6}  {one.Name.PadRight(nameWidth)}{one.Pixels,14} pixels {size}{100 * areas.ShareOf(one),6:0.0} %");
    });
}
