using Microsoft.Data.Sqlite;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Tests.Features;

// Tables of squares in a grid, 5 units wide at every 10, of two classes in turn.
internal static class TestTables
{
    public static FeatureField[] Fields { get; } =
    [
        new("Class", FeatureFieldType.Text, "Class of the object", 20), new("Confidence", FeatureFieldType.Real), new("Value", FeatureFieldType.Integer),
    ];

    public static FeatureTableDefinition Definition(int? wkid = 32633) =>
        new("objects", wkid is null ? null : SpatialReferences.ToWkt(new SpatialReference(wkid, null), "test"), Fields);

    // The lower left corner of a square, from 0.
    public static (double X, double Y) CornerOf(int number, int columns) => (500_000 + (10.0 * (number % columns)), 5_000_000 + (10.0 * (number / columns)));

    // A column of what SQLite itself answers: of the first row, or of all, a line each.
    public static string? Ask(string path, string sql, int column = 0, bool all = false)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string?>();
        while (reader.Read() && (all || lines.Count == 0))
        {
            lines.Add(reader.GetValue(column).ToString());
        }

        return string.Join('\n', lines);
    }

    public static void Write(string path, int count, int columns, int? wkid = 32633)
    {
        using var writer = GeoPackageWriter.Create(path, Definition(wkid));
        for (var i = 0; i < count; i++)
        {
            var (x, y) = CornerOf(i, columns);
            writer.Append(PolygonGeometry.Of(new Extent(x, y, x + 5, y + 5)), i % 2 == 0 ? "car" : "it's", i % 100, i);
        }

        writer.Complete();
    }
}
