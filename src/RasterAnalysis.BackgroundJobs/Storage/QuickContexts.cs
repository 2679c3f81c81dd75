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
/// <param name="close">Closes the connections that are kept.</param>
internal sealed class QuickContexts(Func<RasterAnalysisDbContext> contexts, Action close) : IDisposable
{
    /// <summary>A context; dispose of it.</summary>
    public RasterAnalysisDbContext Create() => contexts();

    /// <summary>Closes the connections that are kept; those that are in use close when they are given back.</summary>
    public void Dispose() => close();

    /// <summary>A file of SQLite by another address: the level is the connection's, and connections are kept by their addresses.</summary>
    /// <returns>How contexts use it, and what closes its connections.</returns>
    public static (Action<DbContextOptionsBuilder> Use, Action Close) OfSqlite(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        builder.DefaultTimeout++;
        return (database => database.UseSqlite(builder.ConnectionString).AddInterceptors(new SqliteConnections(isQuick: true)), () =>
        {
            using var one = new SqliteConnection(builder.ConnectionString);
            SqliteConnection.ClearPool(one);
        });
    }

    /// <summary>A database of PostgreSQL, with a setting of the session.</summary>
    /// <returns>As of SQLite.</returns>
    public static (Action<DbContextOptionsBuilder> Use, Action Close) OfNpgsql(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = $"{builder.Options} -c synchronous_commit=off".Trim();
        return (database => database.UseNpgsql(builder.ConnectionString), () =>
        {
            using var one = new NpgsqlConnection(builder.ConnectionString);
            NpgsqlConnection.ClearPool(one);
        });
    }
}
