using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>Makes the tables when they are not there yet, and brings those of earlier versions up to date.</summary>
internal sealed class DatabaseInitializer(
    IDbContextFactory<RasterAnalysisDbContext> contexts, BackgroundJobsOptions options, DataLayout layout, DatabaseUpgrade upgrade, AddressUpgrade addresses)
{
    // any number that nothing else in the database uses
    private const long InitializationLock = 0x5241_5354_4552;

    /// <exception cref="InvalidRequestException">The database is damaged or of a newer version, or it is empty although the data folder has items.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await (context.Database.IsSqlite() ? InitializeSqliteAsync(context, cancellationToken) : InitializePostgreSqlAsync(context, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task InitializeSqliteAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var database = context.Database;
        if (options.DatabasePath(layout) is { } path && new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            // not even a file is made
            RefuseEmptyBesideItems();
        }

        await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await CheckAsync(database, cancellationToken).ConfigureAwait(false);
        var tables = await LookAsync(context, cancellationToken).ConfigureAwait(false);

        // readers do not wait for writers, and a power cut loses nothing that was answered
        await database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", cancellationToken).ConfigureAwait(false);
        await upgrade.ApplyAsync(context, tables, cancellationToken).ConfigureAwait(false);
        await addresses.ApplyAsync(context, isNew: !tables.HasJobs, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads every page: a damaged one would otherwise show in the middle of somebody's work.</summary>
    private static async Task CheckAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        var command = database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "PRAGMA quick_check(1)";
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string found and not "ok")
            {
                throw new SqliteException(found, StartFaults.SqliteCorrupt);
            }
        }
    }

    /// <summary>Several machines start at once: one upgrades, the others wait for it and find it done.</summary>
    private async Task InitializePostgreSqlAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var database = context.Database;

        // rows of years may move, and the others wait for whoever moves them
        database.SetCommandTimeout(0);
        await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await database.ExecuteSqlAsync($"SELECT pg_advisory_lock({InitializationLock})", cancellationToken).ConfigureAwait(false);
            var tables = await LookAsync(context, cancellationToken).ConfigureAwait(false);
            await upgrade.ApplyAsync(context, tables, cancellationToken).ConfigureAwait(false);
            await addresses.ApplyAsync(context, isNew: !tables.HasJobs, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // gives the lock back too
            await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()", CancellationToken.None).ConfigureAwait(false);
            await database.CloseConnectionAsync().ConfigureAwait(false);
            database.SetCommandTimeout((int?)null);
        }
    }

    private async Task<DatabaseTables> LookAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var tables = await DatabaseTables.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        upgrade.RefuseNewer(context, tables);
        if (!tables.HasJobs)
        {
            RefuseEmptyBesideItems();
        }

        return tables;
    }

    /// <summary>An empty database would be filled anew, and nobody would find the items again.</summary>
    private void RefuseEmptyBesideItems()
    {
        if (Directory.Exists(layout.ItemsFolder) && Directory.EnumerateDirectories(layout.ItemsFolder).Count() is > 0 and var count)
        {
            throw new InvalidRequestException(
                "RasterAnalysis__DataRoot",
                $"the folder '{layout.Root}' has the files of {count} items, but the database ({options.DatabaseName(layout)}) is empty; put the database back from a backup, or begin with another folder.");
        }
    }
}
