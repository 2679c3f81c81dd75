using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>The tables that a database has.</summary>
/// <param name="Columns">Names of the columns by table.</param>
/// <param name="Applied">Ids of the migrations that were applied; empty before the first, and in databases of versions without migrations.</param>
internal sealed record DatabaseTables(ILookup<string, TableColumn> Columns, IReadOnlyList<string> Applied)
{
    /// <summary>The table by which the service's own tables are known.</summary>
    public bool HasJobs => Columns.Contains("Jobs");

    /// <summary>Whether there is a column.</summary>
    public bool Has(string table, string column) => Columns[table].Any(found => found.Name == column);

    /// <summary>Looks at the database; changes nothing.</summary>
    /// <param name="context">Its connection is open.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<DatabaseTables> ReadAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var database = context.Database;
        var columns = await database.ReadAsync(
            database.IsSqlite()
                ? """
                  SELECT t.name, c.name, c.type, NOT (c."notnull" OR c.pk) FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'
                  """
                : "SELECT table_name, column_name, data_type, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = current_schema()",
            row => new TableColumn(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3)),
            cancellationToken);
        var tables = columns.ToLookup(column => column.Table);
        return new DatabaseTables(tables, tables.Contains("__EFMigrationsHistory") ? [.. await database.GetAppliedMigrationsAsync(cancellationToken)] : []);
    }
}

/// <summary>A column of a table, as the database describes it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">The column.</param>
/// <param name="Type">Its type in the database's own words.</param>
/// <param name="IsNullable">Whether it may be null.</param>
internal sealed record TableColumn(string Table, string Name, string Type, bool IsNullable);
