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

    // The first value that SQLite itself answers.
    public static string? Ask(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
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
