using Microsoft.Data.Sqlite;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Features;

// What a GeoPackage says of its first table of features. Names are as they stand in the file; Quote makes them fit for a statement.
internal sealed record GeoPackageLayout(string Table, string Id, string Shape, IReadOnlyList<FeatureField> Fields, string? Wkt, int? Wkid, long? Count, Extent? Extent, bool HasIndex)
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public string Index => Quote($"rtree_{Table}_{Shape}");

    // Null where there is no table of features.
    public static GeoPackageLayout? Read(SqliteConnection connection)
    {
        var contents = Rows(
            connection,
            """
            SELECT c.table_name, g.column_name, c.min_x, c.min_y, c.max_x, c.max_y, g.srs_id FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
            WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT 1
            """);
        if (contents is not [[string table, string shape, .. var rest]])
        {
            return null;
        }

        var columns = Rows(connection, "SELECT name, type, pk FROM pragma_table_info($1)", table);
        if (columns.Find(column => column[2] is 1L)?[0] is not string id)
        {
            return null;
        }

        var titles = Has(connection, "gpkg_data_columns")
            ? Rows(connection, "SELECT column_name, coalesce(title, name) FROM gpkg_data_columns WHERE table_name = $1", table).ToDictionary(row => (string)row[0]!, row => row[1] as string)
            : [];
        FeatureField[] fields =
        [
            .. columns.Where(column => column[2] is 0L && (string)column[0]! != shape)
                .Select(column => FieldOf((string)column[0]!, (string)column[1]!, titles.GetValueOrDefault((string)column[0]!))).OfType<FeatureField>(),
        ];
        var (wkt, wkid) = SystemOf(connection, (long)rest[4]!);
        return new GeoPackageLayout(
            table, id, shape, fields, wkt, wkid,
            Has(connection, "gpkg_ogr_contents") && Rows(connection, "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = $1", table) is [[long count]] ? count : null,
            rest is [double xMin, double yMin, double xMax, double yMax, ..] ? new Extent(xMin, yMin, xMax, yMax) : null,
            Has(connection, $"rtree_{table}_{shape}"));
    }

    private static FeatureField? FieldOf(string name, string type, string? alias)
    {
        var bracket = type.IndexOf('(', StringComparison.Ordinal);
        return (bracket < 0 ? type : type[..bracket]).ToUpperInvariant() switch
        {
            "TEXT" => new FeatureField(name, FeatureFieldType.Text, alias, bracket > 0 && int.TryParse(type[(bracket + 1)..].TrimEnd(')'), out var length) ? length : 0),
            "INTEGER" or "INT" or "MEDIUMINT" or "SMALLINT" or "TINYINT" => new FeatureField(name, FeatureFieldType.Integer, alias),
            "REAL" or "DOUBLE" or "FLOAT" => new FeatureField(name, FeatureFieldType.Real, alias),
            _ => null,
        };
    }

    private static (string? Wkt, int? Wkid) SystemOf(SqliteConnection connection, long id)
    {
        // 0 and -1 are the standard's, and 99999 GDAL's, for none
        if (id is 0 or -1 or 99999)
        {
            return default;
        }

        var hasSecond = Rows(connection, "SELECT 1 FROM pragma_table_info('gpkg_spatial_ref_sys') WHERE name = 'definition_12_063'").Count > 0;
        return Rows(connection, $"SELECT {(hasSecond ? "definition_12_063" : "NULL")}, definition, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = $1", id) switch
        {
            [[string second, _, string organization, long code]] when second is not ("undefined" or "") => (second, WkidOf(organization, code)),
            [[_, string first, string organization, long code]] when first is not ("undefined" or "") => (first, WkidOf(organization, code)),
            _ => default,
        };
    }

    private static int? WkidOf(string organization, long code) => organization.ToUpperInvariant() is "EPSG" or "ESRI" && code is > 0 and < int.MaxValue ? (int)code : null;

    private static bool Has(SqliteConnection connection, string table) => Rows(connection, "SELECT 1 FROM sqlite_master WHERE name = $1", table).Count > 0;

    private static List<object?[]> Rows(SqliteConnection connection, string sql, params object[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        var rows = new List<object?[]>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return rows;
    }
}
