using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage.Migrations;

/// <summary>Looks at a host's database as it is.</summary>
internal static class DatabaseShape
{
    /// <summary>Every table, column, key and index, in words that can be compared.</summary>
    public static Task<List<string>> ShapeAsync(this JobsHost host) => host.AskAsync<string>(context => context.Database.IsSqlite()
        ? """SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS "Value" FROM sqlite_master ORDER BY 1"""
        : """
          SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '') AS "Value"
          FROM information_schema.columns WHERE table_schema = 'public'
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
          UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          ORDER BY 1
          """);

    /// <summary>The values of a query for one column named <c>Value</c>.</summary>
    public static Task<List<T>> AskAsync<T>(this JobsHost host, string sql) => host.AskAsync<T>(_ => sql);

    /// <summary>Does something to the database.</summary>
    public static async Task DoAsync(this JobsHost host, string sql)
    {
        await using var context = await host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }

    private static async Task<List<T>> AskAsync<T>(this JobsHost host, Func<DbContext, string> sql)
    {
        await using var context = await host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await context.Database.SqlQueryRaw<T>(sql(context)).ToListAsync(TestContext.Current.CancellationToken);
    }
}
