using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RasterAnalysis.BackgroundJobs.Storage.Migrations;

/// <summary>What <c>dotnet ef</c> makes its contexts with when a migration is added (<c>add.sh</c>); no database is opened.</summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<SqliteDbContext>, IDesignTimeDbContextFactory<PostgreSqlDbContext>
{
    SqliteDbContext IDesignTimeDbContextFactory<SqliteDbContext>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDbContext>().UseSqlite().Options);

    PostgreSqlDbContext IDesignTimeDbContextFactory<PostgreSqlDbContext>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlDbContext>().UseNpgsql().Options);
}
