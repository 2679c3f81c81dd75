using Npgsql;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlInitializationTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    [Fact]
    public async Task Tables_are_made_in_a_database_that_has_others_by_many_at_once()
    {
        await using (var connection = new NpgsqlConnection(server.ConnectionString("postgres")))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE DATABASE shared";
            await command.ExecuteNonQueryAsync();
        }

        await using (var connection = new NpgsqlConnection(server.ConnectionString("shared")))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE SCHEMA hangfire; CREATE TABLE hangfire.job (id int)";
            await command.ExecuteNonQueryAsync();
        }

        var hosts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => JobsHost.StartAsync(server.ConnectionString("shared"))));

        var job = Some.Job();
        Assert.True(await hosts[0].Jobs.TryCreateAsync(job, []));
        Assert.Equal(job, await hosts[4].Jobs.FindAsync(job.Id));
        await hosts[1].Get<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        Assert.NotNull(await hosts[2].Jobs.FindAsync(job.Id));
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }
}
