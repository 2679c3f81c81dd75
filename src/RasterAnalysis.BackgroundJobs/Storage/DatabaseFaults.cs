using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Tells what the database objected to.</summary>
internal static class DatabaseFaults
{
    private const int SqliteConstraint = 19;

    // busy, locked, input/output error, full, cannot open: all of them pass when the disk or the other process does
    private static readonly int[] PassingSqliteErrors = [5, 6, 10, 13, 14];

    /// <summary>Whether two rows would have had the same key.</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>Whether the database only could not do it now: its disk is full, or the connection to it broke.</summary>
    public static bool IsPassing(Exception exception) => CauseOf(exception) switch
    {
        SqliteException sqlite => PassingSqliteErrors.Contains(sqlite.SqliteErrorCode),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.InsufficientResources } => true,
        DbException database => database.IsTransient,
        _ => false,
    };

    // EF Core wraps what the database says, once or twice
    private static DbException? CauseOf(Exception? exception) =>
        exception is null or DbException ? exception as DbException : CauseOf(exception.InnerException);
}
