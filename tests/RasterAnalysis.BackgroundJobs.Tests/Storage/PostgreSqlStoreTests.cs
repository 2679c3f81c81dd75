using Npgsql;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlStoreTests(PostgreSqlServer server) : StoreTests, IClassFixture<PostgreSqlServer>
{
    protected override async Task<string> ConnectionStringAsync()
    {
        var name = $"test{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return server.ConnectionString(name);
    }
}
