using Npgsql;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlContentStoreTests(OwnPostgreSql server) : ContentStoreTests, IClassFixture<OwnPostgreSql>
{
    protected override async Task<string> ConnectionStringAsync()
    {
        var name = $"content{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return server.ConnectionString(name);
    }
}
