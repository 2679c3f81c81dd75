using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>The journal of sections in the database. What a loss of power undoes of it is done again.</summary>
internal sealed class EfSectionJournal(QuickContexts contexts, TimeProvider time) : ISectionJournal
{
    private const int InsertBatch = 1000;

    public async Task SetAsync(string jobId, IReadOnlyList<JobSection> sections, SeamReport? seams, CancellationToken cancellationToken)
    {
        var report = seams is null ? null : PlanJson.Write(seams);
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.JobSections.Where(s => s.JobId == jobId).ExecuteDeleteAsync(cancellationToken);
        foreach (var batch in sections.Chunk(InsertBatch))
        {
            context.JobSections.AddRange(batch.Select(section => new JobSectionEntity(jobId, section)));
            await context.SaveAddedAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }

        var done = sections.Count(section => section.IsDone);
        await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.SectionsTotal, sections.Count).SetProperty(j => j.SectionsDone, done).SetProperty(j => j.Seams, report),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<int?> ClaimAsync(string jobId, string claimant, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        while (true)
        {
            var now = time.GetUtcNow();
            var next = await Free(context, jobId, now).OrderBy(s => s.Number).Select(s => (int?)s.Number).FirstOrDefaultAsync(cancellationToken);
            if (next is not { } number)
            {
                return null;
            }

            var ends = now + lease;
            var claimed = await Free(context, jobId, now).Where(s => s.Number == number).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.State, SectionState.Claimed).SetProperty(s => s.ClaimedBy, claimant)
                    .SetProperty(s => s.LeaseEnds, ends).SetProperty(s => s.Tries, s => s.Tries + 1),
                cancellationToken);
            if (claimed == 1)
            {
                return number;
            }
        }
    }

    public async Task<bool> RenewAsync(string jobId, int number, string claimant, TimeSpan lease, CancellationToken cancellationToken)
    {
        var ends = time.GetUtcNow() + lease;
        await using var context = contexts.Create();
        return await Claimed(context, jobId, number, claimant).ExecuteUpdateAsync(set => set.SetProperty(s => s.LeaseEnds, ends), cancellationToken) == 1;
    }

    public async Task<bool> CompleteAsync(string jobId, int number, string claimant, string outcome, string? hash, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var completed = await Claimed(context, jobId, number, claimant).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.State, SectionState.Done).SetProperty(s => s.Outcome, outcome).SetProperty(s => s.Hash, hash),
            cancellationToken);
        if (completed == 1)
        {
            await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.SectionsDone, j => j.SectionsDone + 1), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);

        // told twice, when the first answer was lost on the way, it is counted once
        return completed == 1
            || await context.JobSections.AnyAsync(s => s.JobId == jobId && s.Number == number && s.State == SectionState.Done && s.ClaimedBy == claimant, cancellationToken);
    }

    public async Task ReopenAsync(string jobId, int number, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var reopened = await context.JobSections.Where(s => s.JobId == jobId && s.Number == number && s.State == SectionState.Done)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.State, SectionState.Pending).SetProperty(s => s.Outcome, (string?)null)
                    .SetProperty(s => s.Hash, (string?)null).SetProperty(s => s.ClaimedBy, (string?)null),
                cancellationToken);
        if (reopened == 1)
        {
            await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.SectionsDone, j => j.SectionsDone - 1), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task ReleaseAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        await context.JobSections.Where(s => s.JobId == jobId && s.State == SectionState.Claimed).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.State, SectionState.Pending).SetProperty(s => s.ClaimedBy, (string?)null), cancellationToken);
    }

    public async Task<IReadOnlyList<JobSection>> ListAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var context = contexts.Create();
        var sections = await context.JobSections.AsNoTracking().Where(s => s.JobId == jobId).OrderBy(s => s.Number).ToListAsync(cancellationToken);
        return [.. sections.Select(section => section.ToSection())];
    }

    private static IQueryable<JobSectionEntity> Free(RasterAnalysisDbContext context, string jobId, DateTimeOffset now) => context.JobSections.Where(
        s => s.JobId == jobId && (s.State == SectionState.Pending || (s.State == SectionState.Claimed && s.LeaseEnds < now)));

    private static IQueryable<JobSectionEntity> Claimed(RasterAnalysisDbContext context, string jobId, int number, string claimant) =>
        context.JobSections.Where(s => s.JobId == jobId && s.Number == number && s.State == SectionState.Claimed && s.ClaimedBy == claimant);
}
