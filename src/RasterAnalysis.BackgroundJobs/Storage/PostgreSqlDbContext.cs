using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>The database in PostgreSQL.</summary>
internal sealed class PostgreSqlDbContext(DbContextOptions<PostgreSqlDbContext> options) : RasterAnalysisDbContext(options);
