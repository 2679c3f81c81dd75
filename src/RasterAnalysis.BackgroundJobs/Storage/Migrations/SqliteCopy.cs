using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>Copies a database of SQLite beside itself before it is upgraded.</summary>
internal static class SqliteCopy
{
    /// <summary>
    /// Copies what is committed, the write-ahead log included. Another try at the same upgrade on the same day takes the copy's place: the first one changed nothing, or whoever
    /// put its copy back has worked on since.
    /// </summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="migration">Name of the migration that it is upgraded to.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops; no copy is left then.</param>
    /// <returns>Path of the copy; null for a database that is in no file.</returns>
    /// <exception cref="SqliteException">The copy could not be written.</exception>
    public static async Task<string?> MakeAsync(DbConnection connection, string migration, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = await FileOfAsync(connection, cancellationToken);
        if (path is null)
        {
            return null;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}-before-{migration}-{now:yyyy-MM-dd}{Path.GetExtension(path)}");
        var copy = Path.Combine(Path.GetDirectoryName(path)!, name);
        var part = copy + ".part";
        try
        {
            File.Delete(part);
            await WriteAsync(connection, part, cancellationToken);
            Settle(part, like: path);
            File.Move(part, copy, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return copy;
    }

    private static async Task<string?> FileOfAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command)
        {
            command.CommandText = "SELECT file FROM pragma_database_list WHERE name = 'main'";
            return await command.ExecuteScalarAsync(cancellationToken) is string { Length: > 0 } path ? path : null;
        }
    }

    private static async Task WriteAsync(DbConnection connection, string target, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command)
        {
            command.CommandText = "VACUUM INTO $target";
            command.Parameters.Add(new SqliteParameter("$target", target));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>VACUUM INTO neither waits for the disk nor knows who may read the original.</summary>
    private static void Settle(string path, string like)
    {
        using (var file = File.OpenWrite(path))
        {
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(like));
        }
    }
}
