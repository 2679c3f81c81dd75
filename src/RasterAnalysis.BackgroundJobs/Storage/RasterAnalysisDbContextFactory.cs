using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Makes contexts for those to whom SQLite and PostgreSQL are the same.</summary>
internal sealed class RasterAnalysisDbContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<RasterAnalysisDbContext>
    where TContext : RasterAnalysisDbContext
{
    public RasterAnalysisDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<RasterAnalysisDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => await contexts.CreateDbContextAsync(cancellationToken);
}
