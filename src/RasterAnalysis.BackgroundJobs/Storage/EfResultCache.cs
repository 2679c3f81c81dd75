using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Finished work in the database: the jobs know the keys.</summary>
internal sealed class EfResultCache(IDbContextFactory<RasterAnalysisDbContext> contexts) : IResultCache
{
    public async Task NoteAsync(string jobId, WorkKeys keys, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.ResultKey, keys.Result).SetProperty(j => j.SectionsKey, keys.Sections), cancellationToken);
    }

    public async Task<AnalysisJob?> FindResultAsync(string resultKey, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => j.ResultKey == resultKey && j.Status == JobStatus.Succeeded)
            .OrderByDescending(j => j.Submitted).Select(JobEntity.Job).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<string?> InheritAsync(string sectionsKey, string heirId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        while (true)
        {
            var found = await Free(context, sectionsKey, heirId).OrderByDescending(j => j.SectionsDone).Select(j => j.Id).FirstOrDefaultAsync(cancellationToken);
            if (found is null)
            {
                return null;
            }

            if (await Free(context, sectionsKey, heirId).Where(j => j.Id == found)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.HeirId, heirId), cancellationToken) == 1)
            {
                return found;
            }
        }
    }

    public async Task ForgetSectionsAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(set => set.SetProperty(j => j.SectionsKey, (string?)null), cancellationToken);
    }

    private static IQueryable<JobEntity> Free(RasterAnalysisDbContext context, string sectionsKey, string heirId) => context.Jobs.Where(
        j => j.SectionsKey == sectionsKey && j.Status == JobStatus.Failed && (j.HeirId == null || j.HeirId == heirId));
}
