using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// Connections of SQLite that wait for another's commit as briefly as it takes: SQLite itself asks again after a millisecond, then after two, five and more. <c>Microsoft.Data.Sqlite</c>, which is
/// asked only when that has ended, sleeps 150 ms before it asks again, where a commit takes one or ten.
/// </summary>
/// <param name="isQuick">
/// Whether they do not wait for the disk at each commit, which with a write-ahead log costs nothing but the last commits when the machine loses power.
/// </param>
internal sealed class SqliteConnections(bool isQuick) : DbConnectionInterceptor
{
    private const string Quick = "PRAGMA synchronous = NORMAL";

    // well within the time that a command has: it tells when that is over
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        raw.sqlite3_busy_timeout(((SqliteConnection)connection).Handle, (int)Wait.TotalMilliseconds);
        if (isQuick)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Quick;
            command.ExecuteNonQuery();
        }
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
