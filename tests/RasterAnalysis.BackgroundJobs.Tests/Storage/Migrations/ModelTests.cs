using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage.Migrations;

/// <summary>Both sets of migrations make the tables of the entities; <c>Storage/Migrations/add.sh</c> adds what is missing.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Migrations_of_SQLite_make_the_model()
    {
        using var context = new SqliteDbContext(new DbContextOptionsBuilder<SqliteDbContext>().UseSqlite().Options);

        Assert.NotEmpty(context.Database.GetMigrations());
        Assert.False(context.Database.HasPendingModelChanges(), "An entity was changed without a migration.");
    }

    [Fact]
    public void Migrations_of_PostgreSQL_make_the_model()
    {
        using var context = new PostgreSqlDbContext(new DbContextOptionsBuilder<PostgreSqlDbContext>().UseNpgsql().Options);

        Assert.NotEmpty(context.Database.GetMigrations());
        Assert.False(context.Database.HasPendingModelChanges(), "An entity was changed without a migration.");
    }

    [Fact]
    public void Both_have_the_same_migrations()
    {
        using var sqlite = new SqliteDbContext(new DbContextOptionsBuilder<SqliteDbContext>().UseSqlite().Options);
        using var postgreSql = new PostgreSqlDbContext(new DbContextOptionsBuilder<PostgreSqlDbContext>().UseNpgsql().Options);

        Assert.Equal(Names(sqlite), Names(postgreSql));
    }

    private static string[] Names(RasterAnalysisDbContext context) => [.. context.Database.GetMigrations().Select(id => id[15..])];
}
