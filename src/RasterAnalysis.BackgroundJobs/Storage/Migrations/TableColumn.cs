namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>A column of a table, as the database describes it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">The column.</param>
/// <param name="Type">Its type in the database's own words.</param>
/// <param name="IsNullable">Whether it may be null.</param>
internal sealed record TableColumn(string Table, string Name, string Type, bool IsNullable);
