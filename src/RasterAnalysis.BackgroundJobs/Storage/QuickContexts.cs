using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// Contexts whose commits do not wait for the disk. A process that is killed loses none of them; where the machine loses power, the last ones may be undone, in their order, so that none is left
/// without those before it. For what is found out again: who works on a section, that it is done, progress, messages. Whatever is committed the usual way has all that was committed before it on the
/// disk: both databases write one log (<c>docs/decisions/0116-commits-that-need-not-wait.md</c>).
/// </summary>
/// <param name="contexts">Makes them.</param>
internal sealed class QuickContexts(Func<RasterAnalysisDbContext> contexts)
{
    /// <summary>A context; dispose of it.</summary>
    public RasterAnalysisDbContext Create() => contexts();

    /// <summary>The address of a file of SQLite, as another one: the level is the connection's, and connections are kept by their addresses.</summary>
    public static DbContextOptionsBuilder UseSqlite(DbContextOptionsBuilder database, string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        builder.DefaultTimeout++;
        return database.UseSqlite(builder.ConnectionString).AddInterceptors(new QuickSqlite());
    }

    /// <summary>The address of a database of PostgreSQL, with the setting of the session.</summary>
    public static DbContextOptionsBuilder UseNpgsql(DbContextOptionsBuilder database, string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = $"{builder.Options} -c synchronous_commit=off".Trim();
        return database.UseNpgsql(builder.ConnectionString);
    }
}
