using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>When something was done last, by its name.</summary>
internal static class Marks
{
    /// <summary>Whether it was done.</summary>
    /// <param name="context">The database.</param>
    /// <param name="name">Name of what was done.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<bool> HasAsync(RasterAnalysisDbContext context, string name, CancellationToken cancellationToken) =>
        (await context.Database.ReadAsync("""SELECT "Name" FROM "Marks" """, row => row.GetString(0), cancellationToken)).Contains(name);

    /// <summary>Notes that it is done now.</summary>
    /// <param name="context">The database.</param>
    /// <param name="name">Name of what was done.</param>
    /// <param name="time">When.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static Task SetAsync(RasterAnalysisDbContext context, string name, DateTimeOffset time, CancellationToken cancellationToken) => context.Database.ExecuteSqlAsync(
        $"""INSERT INTO "Marks" ("Name", "Time") VALUES ({name}, {time.UtcTicks}) ON CONFLICT ("Name") DO UPDATE SET "Time" = EXCLUDED."Time" """, cancellationToken);
}
