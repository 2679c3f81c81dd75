using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>
/// Brings the tables to the shape of this version: makes them where there are none, brings those of versions without migrations to the first migration's shape, applies what is
/// pending. All of it is one transaction, so that a kill at any point leaves the database as it was, and the next start does it again.
/// </summary>
internal sealed class DatabaseUpgrade(BackgroundJobsOptions options, DataLayout layout, TimeProvider time, ILogger<DatabaseUpgrade> logger)
{
    /// <summary>Does it.</summary>
    /// <param name="context">An open connection that others do not use meanwhile; the caller sees to it that no other process does the same.</param>
    /// <param name="tables">What there is.</param>
    /// <param name="cancellationToken">Stops; nothing is changed then.</param>
    /// <exception cref="InvalidRequestException">The tables are not this service's.</exception>
    public async Task ApplyAsync(RasterAnalysisDbContext context, DatabaseTables tables, CancellationToken cancellationToken)
    {
        var pending = context.Database.GetMigrations().Except(tables.Applied).ToArray();
        if (pending.Length == 0)
        {
            return;
        }

        var isFormer = tables is { HasJobs: true, Applied.Count: 0 };
        if (isFormer && FormerTables.MissingFrom(tables) is { } missing)
        {
            throw new InvalidRequestException(
                Setting, $"the database ({options.DatabaseName(layout)}) has a table \"Jobs\" that no version of this service made: there is no {missing}; give the service a database of its own.");
        }

        if (tables.HasJobs)
        {
            logger.LogInformation("The database is of an earlier version; it is brought up to {Migration}", NameOf(pending[^1]));
            if (context.Database.IsSqlite()
                && await SqliteCopy.MakeAsync(context.Database.GetDbConnection(), NameOf(pending[^1]), time.GetUtcNow(), cancellationToken) is { } copy)
            {
                logger.LogInformation("The database as it was is kept as {Copy}; delete it once nobody wants the earlier version back", copy);
            }
        }

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await using (transaction)
        {
            // Npgsql asks for a table of migrations that is not there, and PostgreSQL ends the transaction over it
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
            if (isFormer)
            {
                await new FormerTables(context, tables, time).ReplaceAsync(() => context.Database.MigrateAsync(pending[0], cancellationToken), cancellationToken);
            }

            await context.Database.MigrateAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Refuses a database that a newer version has changed.</summary>
    /// <exception cref="InvalidRequestException">It has migrations that this version does not know.</exception>
    public void RefuseNewer(RasterAnalysisDbContext context, DatabaseTables tables)
    {
        var unknown = tables.Applied.Except(context.Database.GetMigrations()).ToArray();
        if (unknown.Length > 0)
        {
            throw new InvalidRequestException(
                Setting,
                $"the database ({options.DatabaseName(layout)}) is of a newer version, which changed it by {string.Join(", ", unknown.Select(NameOf))}; start that version, or put the database back from a copy of before.");
        }
    }

    private string Setting => options.ConnectionString.Length > 0 ? "ConnectionStrings__RasterAnalysis" : "RasterAnalysis__DataRoot";

    /// <summary>A migration's id begins with 14 digits of its time and an underscore.</summary>
    private static string NameOf(string migrationId) => migrationId[(migrationId.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
