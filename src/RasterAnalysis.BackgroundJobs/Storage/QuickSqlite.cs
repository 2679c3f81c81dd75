using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Has connections of SQLite not wait for the disk at each commit, which with a write-ahead log costs nothing but the last commits when the machine loses power.</summary>
internal sealed class QuickSqlite : DbConnectionInterceptor
{
    private const string Level = "PRAGMA synchronous = NORMAL";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Level;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
