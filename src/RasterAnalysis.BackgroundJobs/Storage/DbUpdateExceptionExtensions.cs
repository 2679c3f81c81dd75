using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Tells what the database objected to.</summary>
internal static class DbUpdateExceptionExtensions
{
    private const int SqliteConstraint = 19;

    /// <summary>Whether two rows would have had the same key.</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };
}
