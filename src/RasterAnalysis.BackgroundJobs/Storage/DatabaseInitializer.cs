using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Makes the tables when they are not there yet, and brings those of earlier versions up to date.</summary>
internal sealed class DatabaseInitializer(
    IDbContextFactory<RasterAnalysisDbContext> contexts, BackgroundJobsOptions options, DataLayout layout, AddressUpgrade addresses)
{
    // any number that nothing else in the database uses
    private const long InitializationLock = 0x5241_5354_4552;

    /// <exception cref="InvalidRequestException">The database is damaged, or it is empty although the data folder has items.</exception>
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
        if (await database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = 'Jobs'").SingleAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            RefuseEmptyBesideItems();
        }

        await database.EnsureCreatedAsync(cancellationToken).ConfigureAwait(false);

        // readers do not wait for writers, and a power cut loses nothing that was answered
        await database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", cancellationToken).ConfigureAwait(false);
        await SchemaUpgrades.ApplySqliteAsync(database, cancellationToken).ConfigureAwait(false);
        await addresses.ApplyAsync(context, cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// EnsureCreated makes nothing in a database that has any table, and Hangfire's may be there first; and several machines start at once.
    /// </summary>
    private async Task InitializePostgreSqlAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var database = context.Database;
        await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await database.ExecuteSqlAsync($"SELECT pg_advisory_lock({InitializationLock})", cancellationToken).ConfigureAwait(false);
            var found = await database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'Jobs'")
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            if (found == 0)
            {
                RefuseEmptyBesideItems();
                await database.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(cancellationToken).ConfigureAwait(false);
            }

            await SchemaUpgrades.ApplyPostgreSqlAsync(database, cancellationToken).ConfigureAwait(false);
            await addresses.ApplyAsync(context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // gives the lock back too
            await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()", CancellationToken.None).ConfigureAwait(false);
            await database.CloseConnectionAsync().ConfigureAwait(false);
        }
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
