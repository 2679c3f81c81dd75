using Npgsql;

namespace RasterAnalysis.EndToEnd.Tests.Upgrades;

/// <summary>Speaks to the database beside the service.</summary>
internal static class PostgreSql
{
    /// <summary>Does something.</summary>
    public static async Task DoAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The number that a query gives.</summary>
    public static async Task<long> CountAsync(string connectionString, string from)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {from}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A connection that is not taken for another one's.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
