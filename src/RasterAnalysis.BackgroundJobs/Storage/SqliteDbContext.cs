using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>The database in a file of SQLite.</summary>
internal sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : RasterAnalysisDbContext(options);
