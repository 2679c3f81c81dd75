using System.Globalization;
using System.Text;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Accuracy;

// Points of a table in comma-separated values (RFC 4180); semicolons and tabs separate too, where the header has them.
internal static class ReferenceTable
{
    private const string Field = "reference";
    private const int MostColumns = 256;
    private static readonly (string X, string Y, bool IsDegrees)[] Coordinates =
        [("lon", "lat", true), ("long", "lat", true), ("longitude", "latitude", true), ("lng", "lat", true), ("x", "y", false), ("easting", "northing", false)];

    public static ReferencePoints Read(string text, AccuracyReference reference, ReferenceClasses classes)
    {
        using var reader = new StringReader(text);
        var header = reader.ReadLine() ?? "";
        var separator = ((char[])[',', ';', '\t']).MaxBy(one => header.Count(letter => letter == one));
        var names = Cells(header, separator).Select(name => name.Trim()).ToArray();
        var (x, y, isDegrees) = CoordinatesOf(names);
        if (x < 0)
        {
            throw new InvalidRequestException(Field, "is neither GeoJSON nor a raster nor a table of points: its first line must name the columns, among them lon and lat, or x and y.");
        }

        var label = LabelOf(names, reference.Field);
        var points = new ReferencePointList(classes);
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var cells = Cells(line, separator);
            var place = string.Create(CultureInfo.InvariantCulture, $"line {number}");
            points.Add(place, Number(cells, x), Number(cells, y), label < cells.Count ? cells[label] : null);
        }

        return points.Finish(reference.Crs is { } crs ? ReferencePointList.ReferenceOf(crs, "crs") : isDegrees ? SpatialReference.Wgs84 : null);
    }

    // -1 where there are none
    private static (int X, int Y, bool IsDegrees) CoordinatesOf(string[] names)
    {
        foreach (var (x, y, isDegrees) in Coordinates)
        {
            if (ColumnOf(names, x) is >= 0 and var east && ColumnOf(names, y) is >= 0 and var north)
            {
                return (east, north, isDegrees);
            }
        }

        return (-1, -1, false);
    }

    private static int LabelOf(string[] names, string? wanted) =>
        wanted is not null
            ? ColumnOf(names, wanted) is >= 0 and var own ? own
                : throw new InvalidRequestException("field", $"is '{wanted}', but the columns are {string.Join(", ", names.Take(20))}.")
            : ReferencePointList.UsualFields.Select(usual => ColumnOf(names, usual)).FirstOrDefault(column => column >= 0, -1) is >= 0 and var found ? found
                : throw new InvalidRequestException(
                    "field", $"is missing: the table has none of the columns {string.Join(", ", ReferencePointList.UsualFields)}; name the one with the class of each point.");

    private static int ColumnOf(string[] names, string name) => Array.FindIndex(names, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static double Number(List<string> cells, int column) =>
        column < cells.Count && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    // A quoted cell ends on its line: coordinates and classes hold no line breaks.
    private static List<string> Cells(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length && cells.Count < MostColumns; i++)
        {
            var one = line[i];
            if (one == '"')
            {
                if (isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (one == separator && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(one);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
