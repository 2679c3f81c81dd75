using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Makes the tables when they are not there yet.</summary>
internal sealed class DatabaseInitializer(IDbContextFactory<RasterAnalysisDbContext> contexts)
{
    // any number that nothing else in the database uses
    private const long InitializationLock = 0x5241_5354_4552;

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            if (context.Database.IsSqlite())
            {
                await context.Database.EnsureCreatedAsync(cancellationToken).ConfigureAwait(false);

                // readers do not wait for writers, and a power cut loses nothing that was answered
                await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", cancellationToken).ConfigureAwait(false);
                await UpgradeSqliteAsync(context.Database, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await InitializePostgreSqlAsync(context, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Adds the columns that tables of earlier versions lack.</summary>
    private static async Task UpgradeSqliteAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        var columns = await database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info('Jobs')").ToListAsync(cancellationToken).ConfigureAwait(false);
        if (!columns.Contains("RunId"))
        {
            await database.ExecuteSqlRawAsync(
                """ALTER TABLE "Jobs" ADD COLUMN "RunId" TEXT; ALTER TABLE "Jobs" ADD COLUMN "HeldUntil" INTEGER;""", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// EnsureCreated makes nothing in a database that has any table, and Hangfire's may be there first; and several machines start at once.
    /// </summary>
    private static async Task InitializePostgreSqlAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
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
                await database.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(cancellationToken).ConfigureAwait(false);
            }

            await database.ExecuteSqlRawAsync(
                """ALTER TABLE "Jobs" ADD COLUMN IF NOT EXISTS "RunId" text; ALTER TABLE "Jobs" ADD COLUMN IF NOT EXISTS "HeldUntil" bigint;""",
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // gives the lock back too
            await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()", CancellationToken.None).ConfigureAwait(false);
            await database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
