using Microsoft.EntityFrameworkCore;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Results of jobs that make no raster.</summary>
internal sealed partial class EfJobStore
{
    public async Task SetResultValueAsync(string jobId, string json, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(set => set.SetProperty(j => j.ResultValue, json), cancellationToken);
    }
}
