using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Classification;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>The journal of sections.</summary>
internal sealed partial class EfJobStore
{
    private const int InsertBatch = 1000;

    public async Task SetSectionsAsync(string jobId, int count, SeamReport? seams, CancellationToken cancellationToken)
    {
        var report = seams is null ? null : PlanJson.Write(seams);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.JobSections.Where(s => s.JobId == jobId).ExecuteDeleteAsync(cancellationToken);
        for (var first = 0; first < count; first += InsertBatch)
        {
            context.JobSections.AddRange(
                Enumerable.Range(first, Math.Min(InsertBatch, count - first)).Select(number => new JobSectionEntity { JobId = jobId, Number = number }));
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }

        await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.SectionsTotal, count).SetProperty(j => j.SectionsDone, 0).SetProperty(j => j.Seams, report),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<int?> ClaimSectionAsync(string jobId, string claimant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        while (true)
        {
            var next = await context.JobSections.Where(s => s.JobId == jobId && s.State == SectionState.Pending)
                .OrderBy(s => s.Number).Select(s => (int?)s.Number).FirstOrDefaultAsync(cancellationToken);
            if (next is not { } number)
            {
                return null;
            }

            var claimed = await context.JobSections.Where(s => s.JobId == jobId && s.Number == number && s.State == SectionState.Pending)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(s => s.State, SectionState.Claimed).SetProperty(s => s.ClaimedBy, claimant)
                        .SetProperty(s => s.ClaimedAt, now).SetProperty(s => s.Tries, s => s.Tries + 1),
                    cancellationToken);
            if (claimed == 1)
            {
                return number;
            }
        }
    }

    public async Task CompleteSectionAsync(
        string jobId, int number, IReadOnlyList<ClassCount> counts, long invalidScores, string? hash, CancellationToken cancellationToken)
    {
        var text = PlanJson.Write(counts);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var completed = await context.JobSections.Where(s => s.JobId == jobId && s.Number == number && s.State != SectionState.Done)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.State, SectionState.Done).SetProperty(s => s.Counts, text)
                    .SetProperty(s => s.InvalidScores, invalidScores).SetProperty(s => s.Hash, hash),
                cancellationToken);
        if (completed == 1)
        {
            await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.SectionsDone, j => j.SectionsDone + 1), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task ReopenSectionAsync(string jobId, int number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var reopened = await context.JobSections.Where(s => s.JobId == jobId && s.Number == number && s.State == SectionState.Done)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.State, SectionState.Pending).SetProperty(s => s.Counts, "[]").SetProperty(s => s.InvalidScores, 0)
                    .SetProperty(s => s.Hash, (string?)null).SetProperty(s => s.ClaimedBy, (string?)null),
                cancellationToken);
        if (reopened == 1)
        {
            await context.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.SectionsDone, j => j.SectionsDone - 1), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task ReleaseSectionsAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.JobSections.Where(s => s.JobId == jobId && s.State == SectionState.Claimed).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.State, SectionState.Pending).SetProperty(s => s.ClaimedBy, (string?)null), cancellationToken);
    }

    public async Task<IReadOnlyList<JobSection>> SectionsAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sections = await context.JobSections.AsNoTracking().Where(s => s.JobId == jobId).OrderBy(s => s.Number).ToListAsync(cancellationToken);
        return [.. sections.Select(s => new JobSection(
            s.Number, s.State == SectionState.Done, s.Tries, PlanJson.Read<ClassCount[]>(s.Counts), s.InvalidScores, s.Hash))];
    }
}
