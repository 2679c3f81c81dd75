using RasterAnalysis.Features;

namespace RasterAnalysis.Gdal.Features;

// What fields are called for people, by the GeoPackage standard's extension "schema" (OGC 12-128r18, F.9).
internal static class GeoPackageSchema
{
    private const string Extensions = """
        CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))
        """;

    private const string Columns = """
        CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
        CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))
        """;

    private const string Registration = """
        INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
        VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write')
        """;

    public static IEnumerable<string> Statements(string table, IReadOnlyList<FeatureField> fields) =>
    [
        Extensions, Columns, Registration,
        .. fields.Select(field => $"INSERT OR REPLACE INTO gpkg_data_columns (table_name, column_name, title) VALUES ({Quote(table)}, {Quote(field.Name)}, {Quote(field.Alias!)})"),
    ];

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
