using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>The records of the audit, for administrators, and their end.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class AuditRecords
{
    private readonly IDbContextFactory<RasterAnalysisDbContext> _contexts;
    private readonly AuditSettings _settings;
    private readonly TimeProvider _time;

    internal AuditRecords(IDbContextFactory<RasterAnalysisDbContext> contexts, AuditSettings settings, TimeProvider time) => (_contexts, _settings, _time) = (contexts, settings, time);

    /// <summary>The records that a query chooses, the newest first.</summary>
    public async Task<IReadOnlyList<AuditRecord>> ListAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Audit.AsNoTracking();
        if (query.User is { } user && NameKey.Of(user) is var key)
        {
            rows = rows.Where(row => row.UserKey == key);
        }

        rows = query.Action is { } action ? rows.Where(row => row.Action == action) : rows;
        rows = query.Target is { } target ? rows.Where(row => row.Target == target) : rows;
        rows = query.Since is { } since ? rows.Where(row => row.Time >= since) : rows;
        rows = query.Until is { } until ? rows.Where(row => row.Time < until) : rows;
        rows = query.Before is { } before ? rows.Where(row => row.Id < before) : rows;
        return await rows.OrderByDescending(row => row.Id).Take(query.Limit)
            .Select(row => new AuditRecord(
                row.Id, row.Time, row.User, row.Action, row.Kind, row.Target, row.TargetName, row.Address, row.Means, row.Outcome, row.Detail, row.Times))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Deletes the records that are older than they are kept.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveExpiredAsync(CancellationToken cancellationToken = default)
    {
        var first = _time.GetUtcNow() - _settings.KeepFor;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Audit.Where(row => row.Time < first).ExecuteDeleteAsync(cancellationToken);
    }
}
