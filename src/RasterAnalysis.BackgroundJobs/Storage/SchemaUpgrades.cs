using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>What tables of earlier versions lack. Each statement does nothing where it was done.</summary>
internal static class SchemaUpgrades
{
    public static async Task ApplySqliteAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        var columns = await database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info('Jobs')").ToListAsync(cancellationToken).ConfigureAwait(false);
        if (!columns.Contains("RunId"))
        {
            await database.ExecuteSqlRawAsync(
                """ALTER TABLE "Jobs" ADD COLUMN "RunId" TEXT; ALTER TABLE "Jobs" ADD COLUMN "HeldUntil" INTEGER;""", cancellationToken).ConfigureAwait(false);
        }

        await database.ExecuteSqlRawAsync(
            """CREATE TABLE IF NOT EXISTS "Marks" ("Name" TEXT NOT NULL CONSTRAINT "PK_Marks" PRIMARY KEY, "Time" INTEGER NOT NULL);""",
            cancellationToken).ConfigureAwait(false);
    }

    public static Task ApplyPostgreSqlAsync(DatabaseFacade database, CancellationToken cancellationToken) => database.ExecuteSqlRawAsync(
        """
        ALTER TABLE "Jobs" ADD COLUMN IF NOT EXISTS "RunId" text;
        ALTER TABLE "Jobs" ADD COLUMN IF NOT EXISTS "HeldUntil" bigint;
        CREATE TABLE IF NOT EXISTS "Marks" ("Name" text NOT NULL CONSTRAINT "PK_Marks" PRIMARY KEY, "Time" bigint NOT NULL);
        """,
        cancellationToken);
}
