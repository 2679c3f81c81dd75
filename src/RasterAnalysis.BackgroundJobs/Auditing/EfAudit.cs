using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Writes down who did what: into the log, under a category of its own, and into the database.</summary>
internal sealed class EfAudit(IDbContextFactory<RasterAnalysisDbContext> contexts, IAuditSource source, ILoggerFactory loggers, TimeProvider time) : IAudit
{
    /// <summary>The log's category, for collectors.</summary>
    public const string Category = "RasterAnalysis.Audit";

    /// <summary>The outcome of what was not refused.</summary>
    public const string Done = "done";

    private readonly ILogger _log = loggers.CreateLogger(Category);
    private readonly RepeatBound _bound = new(time);

    /// <inheritdoc/>
    public async Task RecordAsync(AuditEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        AuditEntity? row = null;
        try
        {
            row = RowOf(what);
            await (what.Refusal is null ? AddAsync(row) : CountAsync(row));
        }
        catch (Exception exception)
        {
            // it is done, or refused, whatever happens to the record of it
            _log.LogError(exception, "It could not be recorded that {User} did {Action} to {Kind} {Target}", row?.User, AuditEvent.WordOf(what.Action), what.Kind, row?.Target);
        }
    }

    private AuditEntity RowOf(AuditEvent what)
    {
        var asks = source.Current;
        var user = AuditText.Clean(what.User ?? (asks.User.Length > 0 ? asks.User : what.Owner ?? ""), AuditText.LongestName);
        return new AuditEntity
        {
            Time = time.GetUtcNow(),
            User = user,
            UserKey = NameKey.Of(user),
            Action = AuditEvent.WordOf(what.Action),
            Kind = what.Kind,
            Target = AuditText.Clean(what.Target, AuditText.LongestName),
            TargetName = AuditText.Clean(what.TargetName, AuditText.LongestName),
            Address = asks.Address,
            Means = AuditEvent.WordOf(what.Means ?? asks.Means),
            Outcome = what.Refusal ?? Done,
            Detail = AuditText.Clean(what.Detail, AuditText.LongestDetail),
            Times = 1,
        };
    }

    private async Task AddAsync(AuditEntity row)
    {
        _log.LogInformation(
            "{Action} {Outcome}: {User} from {Address} by {Means}, {Kind} {Target} {TargetName} {Detail}",
            row.Action, row.Outcome, row.User, row.Address, row.Means, row.Kind, row.Target, row.TargetName, row.Detail);
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        context.Audit.Add(row);
        await context.SaveAddedAsync(CancellationToken.None);
    }

    private async Task CountAsync(AuditEntity row)
    {
        var (repeated, isNew) = _bound.Count(row);
        if (isNew)
        {
            try
            {
                await AddAsync(row);
            }
            finally
            {
                repeated.Added.SetResult(row.Id > 0 ? row.Id : null);
            }
        }
        else if (await repeated.Added.Task is { } id)
        {
            await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
            await context.Audit.Where(stored => stored.Id == id).ExecuteUpdateAsync(set => set.SetProperty(stored => stored.Times, stored => stored.Times + 1), CancellationToken.None);
        }
    }
}
