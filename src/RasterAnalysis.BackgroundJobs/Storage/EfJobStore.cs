using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Jobs and their messages in the database.</summary>
internal sealed partial class EfJobStore(IDbContextFactory<RasterAnalysisDbContext> contexts, QuickContexts quick, TimeProvider time, ServiceMetrics metrics) : IJobStore
{
    private const int MaxMessageLength = 4000;

    // any number that nothing else in the database uses
    private const long SubmissionLock = 0x5241_5355_424d;
    private static readonly JobStatus[] Ended = [.. Enum.GetValues<JobStatus>().Where(status => status.IsFinal())];
    private static readonly JobStatus[] Unfinished = [.. Enum.GetValues<JobStatus>().Where(status => !status.IsFinal())];

    public async Task<bool> TryCreateAsync(AnalysisJob job, IReadOnlyList<JobMessage> messages, UnfinishedLimit? limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (limit is not null)
        {
            if (context.Database.IsNpgsql())
            {
                // one after another until the transaction ends, as SQLite's transactions are by themselves
                await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({SubmissionLock})", cancellationToken);
            }

            var counts = await context.Jobs.Where(j => Unfinished.Contains(j.Status)).GroupBy(j => new { j.Task, j.Status, IsOwn = j.Owner == job.Owner })
                .Select(group => new { Row = new UnfinishedCount(group.Key.Task, group.Key.Status, group.Count()), group.Key.IsOwn }).ToListAsync(cancellationToken);
            limit.RefuseAnother(counts.Select(count => count.Row));
            limit.RefuseAnotherOf(job.Owner, counts.Where(count => count.IsOwn).Select(count => count.Row));
        }

        if (job.OutputItemId is null && job.OutputName.Length > 0)
        {
            context.ServiceNames.Add(new ServiceNameEntity { Name = NameKey.Of(job.OutputName), HolderId = job.Id });
        }
        else if (job.OutputItemId is not null && await ClaimItemAsync(context, job, cancellationToken) == 0)
        {
            return false;
        }

        context.Jobs.Add(new JobEntity(job) { Request = StoredTrace.Add(job.Request, Activity.Current) });
        context.JobMessages.AddRange(messages.Select((message, sequence) => ToEntity(job.Id, sequence, message)));
        try
        {
            await context.SaveAddedAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return false;
        }

        Activity.Current?.SetTag(ServiceTracing.JobId, job.Id);
        metrics.Submitted(job.Task);
        return true;
    }

    /// <summary>Gives the item that was made for the result to the job; the item has the name already.</summary>
    private static Task<int> ClaimItemAsync(RasterAnalysisDbContext context, AnalysisJob job, CancellationToken cancellationToken) =>
        context.Items.Where(i => i.Id == job.OutputItemId && i.JobId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.JobId, job.Id).SetProperty(i => i.Revision, i => i.Revision + 1), cancellationToken);

    public async Task<AnalysisJob?> FindAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => j.Id == jobId).Select(JobEntity.Job).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AnalysisJob>> ListAsync(int skip, int take, JobStatus? status, string? owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => (status == null || j.Status == status) && (owner == null || j.Owner == owner))
            .OrderByDescending(j => j.Submitted).ThenByDescending(j => j.Id)
            .Skip(skip).Take(take).Select(JobEntity.Job).ToListAsync(cancellationToken);
    }

    public async Task<int> CountAsync(JobStatus? status, string? owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.CountAsync(j => (status == null || j.Status == status) && (owner == null || j.Owner == owner), cancellationToken);
    }

    public async Task<IReadOnlyList<AnalysisJob>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => Unfinished.Contains(j.Status)).OrderBy(j => j.Submitted).Select(JobEntity.Job).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<UnfinishedCount>> CountUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => Unfinished.Contains(j.Status)).GroupBy(j => new { j.Task, j.Status })
            .Select(group => new UnfinishedCount(group.Key.Task, group.Key.Status, group.Count())).ToListAsync(cancellationToken);
    }

    public async Task<AnalysisJob?> FindUnfinishedAsync(string outputName, CancellationToken cancellationToken)
    {
        var key = NameKey.Of(outputName);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => !Ended.Contains(j.Status))
            .Where(j => context.ServiceNames.Any(name => name.Name == key && (name.HolderId == j.Id || name.HolderId == j.OutputItemId)))
            .Select(JobEntity.Job).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<JobMessage>> MessagesAsync(string jobId, int skip, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var messages = await context.JobMessages.AsNoTracking().Where(m => m.JobId == jobId && m.Sequence >= skip)
            .OrderBy(m => m.Sequence).ToListAsync(cancellationToken);
        return [.. messages.Select(m => new JobMessage(m.Type, m.Text, m.Time))];
    }

    public async Task<ILookup<string, JobMessage>> MessagesAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var messages = await context.JobMessages.AsNoTracking().Where(m => jobIds.Contains(m.JobId)).OrderBy(m => m.JobId).ThenBy(m => m.Sequence).ToListAsync(cancellationToken);
        return messages.ToLookup(m => m.JobId, m => new JobMessage(m.Type, m.Text, m.Time));
    }

    public async Task AddMessageAsync(string jobId, JobMessageType type, string text, CancellationToken cancellationToken)
    {
        var message = new JobMessage(type, text, time.GetUtcNow());
        while (true)
        {
            await using var context = quick.Create();
            context.JobMessages.Add(ToEntity(jobId, await NextSequenceAsync(context, jobId, cancellationToken), message));
            try
            {
                await context.SaveAddedAsync(cancellationToken);
                return;
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation())
            {
                // somebody else added a message in between: take the next number
            }
        }
    }

    public Task<bool> TryMoveAsync(
        string jobId, JobStatus to, string? resultItemId, IReadOnlyList<JobMessage>? messages, string? runId, CancellationToken cancellationToken)
    {
        var sources = JobTransitions.Sources(to);
        return TryChangeAsync(
            jobId, to, messages ?? [],
            (context, now) => context.Jobs.Where(j => j.Id == jobId && sources.Contains(j.Status) && (runId == null || j.RunId == runId)).ExecuteUpdateAsync(
                set => SetStatus(set, to, resultItemId, now), cancellationToken),
            cancellationToken);
    }

    public Task<bool> TryBeginAsync(string jobId, string runId, TimeSpan lease, IReadOnlyList<JobMessage>? messages, CancellationToken cancellationToken)
    {
        var sources = JobTransitions.Sources(JobStatus.Executing);
        return TryChangeAsync(
            jobId, JobStatus.Executing, messages ?? [],
            (context, now) =>
            {
                var ends = now + lease;
                return context.Jobs
                    .Where(j => j.Id == jobId && (sources.Contains(j.Status) || (j.Status == JobStatus.Executing && (j.HeldUntil == null || j.HeldUntil < now))))
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(j => j.Status, JobStatus.Executing).SetProperty(j => j.Started, j => j.Started ?? now)
                            .SetProperty(j => j.RunId, runId).SetProperty(j => j.HeldUntil, ends),
                        cancellationToken);
            },
            cancellationToken);
    }

    public async Task<bool> HoldAsync(string jobId, string runId, TimeSpan lease, CancellationToken cancellationToken)
    {
        var ends = time.GetUtcNow() + lease;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(j => j.Id == jobId && j.RunId == runId && (j.Status == JobStatus.Executing || j.Status == JobStatus.Cancelling))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.HeldUntil, ends), cancellationToken) == 1;
    }

    private async Task<bool> TryChangeAsync(
        string jobId, JobStatus to, IReadOnlyList<JobMessage> messages, Func<RasterAnalysisDbContext, DateTimeOffset, Task<int>> update, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryChangeOnceAsync(jobId, to, messages, update, cancellationToken);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation())
            {
                // somebody else added a message in between: all of it was rolled back
            }
        }
    }

    private async Task<bool> TryChangeOnceAsync(
        string jobId, JobStatus to, IReadOnlyList<JobMessage> messages, Func<RasterAnalysisDbContext, DateTimeOffset, Task<int>> update, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await update(context, now) != 1)
        {
            return false;
        }

        if (to.IsFinal())
        {
            // a result that was published holds the name by itself
            await context.ServiceNames.Where(name => name.HolderId == jobId).ExecuteDeleteAsync(cancellationToken);
        }

        if (to.IsFinal() && to != JobStatus.Succeeded)
        {
            // an item that was to be filled is free again; it may have been made for another try
            await context.Items.Where(i => i.JobId == jobId).ExecuteUpdateAsync(
                set => set.SetProperty(i => i.JobId, (string?)null).SetProperty(i => i.Revision, i => i.Revision + 1), cancellationToken);
        }

        var next = await NextSequenceAsync(context, jobId, cancellationToken);
        context.JobMessages.AddRange(messages.Select((message, i) => ToEntity(jobId, next + i, message)));
        await context.SaveAddedAsync(cancellationToken);
        var job = await context.Jobs.Where(j => j.Id == jobId).Select(j => new { j.Task, j.Submitted, j.Started }).FirstAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (to.IsFinal())
        {
            metrics.Ended(job.Task, to, now - job.Started);
        }
        else if (to == JobStatus.Executing && job.Started == now)
        {
            metrics.Started(job.Task, now - job.Submitted);
        }

        return true;
    }

    private static void SetStatus(UpdateSettersBuilder<JobEntity> set, JobStatus to, string? resultItemId, DateTimeOffset now)
    {
        set.SetProperty(j => j.Status, to);
        if (to == JobStatus.Executing)
        {
            set.SetProperty(j => j.Started, j => j.Started ?? now);
        }

        if (to == JobStatus.Succeeded)
        {
            set.SetProperty(j => j.ResultItemId, resultItemId);
            set.SetProperty(j => j.Progress, 100);
            set.SetProperty(j => j.ProgressText, "");
        }

        if (to.IsFinal() || to == JobStatus.Waiting)
        {
            set.SetProperty(j => j.HeldUntil, (DateTimeOffset?)null);
        }

        if (to.IsFinal())
        {
            set.SetProperty(j => j.Finished, now);
        }
    }

    public async Task SetProgressAsync(string jobId, double percent, string text, CancellationToken cancellationToken)
    {
        await using var context = quick.Create();
        await context.Jobs.Where(j => j.Id == jobId && j.Progress <= percent).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.Progress, percent).SetProperty(j => j.ProgressText, text), cancellationToken);
    }

    private static JobMessageEntity ToEntity(string jobId, int sequence, JobMessage message) =>
        new() { JobId = jobId, Sequence = sequence, Type = message.Type, Text = Cut(message.Text), Time = message.Time };

    private static string Cut(string text)
    {
        // what users send may hold it, and PostgreSQL stores no text with it
        var clean = text.Replace('\0', '\ufffd');
        return clean.Length <= MaxMessageLength ? clean : clean[..MaxMessageLength] + "…";
    }

    private static async Task<int> NextSequenceAsync(RasterAnalysisDbContext context, string jobId, CancellationToken cancellationToken) =>
        await context.JobMessages.Where(m => m.JobId == jobId).MaxAsync(m => (int?)m.Sequence, cancellationToken) + 1 ?? 0;
}
