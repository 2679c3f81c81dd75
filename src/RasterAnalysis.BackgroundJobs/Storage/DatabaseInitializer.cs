using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Makes the tables when they are not there yet.</summary>
internal sealed class DatabaseInitializer(IDbContextFactory<RasterAnalysisDbContext> contexts)
{
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.Database.EnsureCreatedAsync(cancellationToken).ConfigureAwait(false);
            if (context.Database.IsSqlite())
            {
                // readers do not wait for writers, and a power cut loses nothing that was answered
                await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
