using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>What keeps the service from starting, in one sentence that names the setting: a stack trace would hide it.</summary>
internal static class StartFaults
{
    /// <summary>SQLITE_CORRUPT of https://www.sqlite.org/rescode.html, as the others below.</summary>
    public const int SqliteCorrupt = 11;

    private const string Root = "RasterAnalysis__DataRoot";
    private const string Connection = "ConnectionStrings__RasterAnalysis";

    // EROFS of Linux
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The fault that stands for an exception; null for one that is not the machine's or the operator's.</summary>
    public static RasterAnalysisException? Of(Exception exception, BackgroundJobsOptions options, DataLayout layout)
    {
        var setting = options.ConnectionString.Length > 0 ? Connection : Root;
        return exception switch
        {
            RasterAnalysisException => null,
            SqliteException sqlite => OfSqlite(sqlite, setting, $"the database '{options.DatabasePath(layout) ?? options.DatabaseName(layout)}'"),
            PostgresException { IsTransient: false } postgres => new InvalidRequestException(Connection, $"{options.DatabaseName(layout)} refuses: {postgres.MessageText}."),
            NpgsqlException or SocketException => new RasterAccessException(
                $"{Connection}: {options.DatabaseName(layout)} cannot be reached: {exception.GetBaseException().Message}.", isTransient: true, exception),
            UnauthorizedAccessException => new InvalidRequestException(Root, $"the folder '{layout.Root}' cannot be written by this user; give it the right to write there, or another folder."),
            IOException when FullDisk.Is(exception) => FullDiskOf(Root, $"the folder '{layout.Root}'"),
            IOException when (exception.HResult & 0xffff) == ReadOnlyFileSystem => new InvalidRequestException(
                Root, $"the folder '{layout.Root}' is on a file system that can only be read; mount it to be written, or give another folder."),
            IOException => new InvalidRequestException(Root, $"the folder '{layout.Root}' cannot be used: {OneLine(exception)}."),
            _ => exception.InnerException is { } inner ? Of(inner, options, layout) : null,
        };
    }

    private static InvalidRequestException OfSqlite(SqliteException exception, string setting, string database) => exception.SqliteErrorCode switch
    {
        SqliteCorrupt or 26 => new InvalidRequestException(
            setting, $"{database} is damaged ({OneLine(exception)}); put it back from a backup, or move the data folder away and begin with another."),
        8 or 3 or 14 or 23 => new InvalidRequestException(setting, $"{database} cannot be opened to be written ({OneLine(exception)}); its file and its folder must be writable by this user."),
        13 => FullDiskOf(setting, database),
        5 or 6 => new InvalidRequestException(setting, $"{database} is locked by another program; close that."),
        _ => new InvalidRequestException(setting, $"{database} cannot be read or written ({OneLine(exception)}); its disk may be full or damaged."),
    };

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private static InvalidRequestException FullDiskOf(string setting, string what) => new(setting, $"the disk of {what} is full; make room and start again.");
}
