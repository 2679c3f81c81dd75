using Microsoft.Data.Sqlite;
using Npgsql;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Upgrades;

/// <summary>The service is killed in the middle of an upgrade, where a lock of the test holds it; the next start finishes it.</summary>
public sealed class KilledUpgradeTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>, IAsyncLifetime
{
    private readonly FormerDataFolder _former = new("42be137");
    private readonly ServiceProcess _service = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task PostgreSQL_with_half_of_the_tables_changed()
    {
        var database = await server.CreateDatabaseAsync();
        _service.Settings["ConnectionStrings__RasterAnalysis"] = database;
        _former.Extract(_service.DataRoot, withDatabase: false);
        await PostgreSql.DoAsync(database, _former.PostgreSql!);
        await using (var holder = await PostgreSql.OpenAsync(database))
        {
            // the table that comes last; those before it are renamed by then
            await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var hold = new NpgsqlCommand("""LOCK TABLE "Items" IN ACCESS SHARE MODE""", holder))
            {
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            await KillWhenAsync(
                async () => await PostgreSql.CountAsync(database, """pg_locks WHERE NOT granted AND relation = '"Items"'::regclass""") > 0, "the upgrade to wait for the table");
        }

        await Until.TrueAsync(
            async () => await PostgreSql.CountAsync(database, "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") == 0, "the killed one's session to end");
        Assert.Equal(0, await PostgreSql.CountAsync(database, "pg_tables WHERE tablename LIKE 'Former%' OR tablename = '__EFMigrationsHistory'"));
        Assert.Equal(2, await PostgreSql.CountAsync(database, "\"Jobs\""));

        await AssertFinishedAsync();
        Assert.Equal(1, await PostgreSql.CountAsync(database, "\"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_Baseline'"));
    }

    [Fact]
    public async Task SQLite_between_the_copy_and_the_change()
    {
        _former.Extract(_service.DataRoot);
        var database = $"Data Source={Path.Combine(_service.DataRoot, "rasteranalysis.db")};Pooling=false";
        await using (var holder = new SqliteConnection(database))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using (var wal = holder.CreateCommand())
            {
                // in which one may write while others read
                wal.CommandText = "PRAGMA journal_mode=WAL";
                await wal.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await KillWhenAsync(() => Task.FromResult(Directory.GetFiles(_service.DataRoot, "*-before-*.db").Length == 1), "the copy");
        }

        Assert.Equal(0, await CountAsync(database, "sqlite_master WHERE name LIKE 'Former%' OR name = '__EFMigrationsHistory'"));

        await AssertFinishedAsync();
        Assert.Single(Directory.GetFiles(_service.DataRoot, "*-before-*"));
        Assert.Equal(1, await CountAsync(database, "\"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_Baseline'"));
    }

    private async Task KillWhenAsync(Func<Task<bool>> isThere, string what)
    {
        var starting = _service.StartAsync();
        await Until.TrueAsync(isThere, what);
        await _service.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => starting);
    }

    private async Task AssertFinishedAsync()
    {
        await _service.StartAsync();
        foreach (var item in _former.Answers["items"]!.AsArray())
        {
            Assert.Equal((long)item!["size"]!, (await _service.Client.GetBytesAsync($"api/v1/items/{item["id"]}/data")).Length);
        }

        foreach (var job in _former.Answers["jobs"]!.AsArray())
        {
            Assert.Equal((string)job!["outputName"]!, (string)(await _service.Client.JobAsync((string)job["id"]!))["outputName"]!);
        }
    }

    private static async Task<long> CountAsync(string database, string from)
    {
        await using var connection = new SqliteConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {from}";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
