using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>
/// What users may do, by their accounts and groups, and what was granted in their names. Both are asked for with every request, so they are kept for a few seconds: what this process changes
/// counts at once, what another node changes after <see cref="Freshness"/>.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class UserDirectory : ICallers
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    // more than are in use at once; then all are asked for again
    private const int Most = 10_000;

    private readonly IDbContextFactory<RasterAnalysisDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Caller? Caller)> _callers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, AccessGrant? Grant)> _grants = new(StringComparer.Ordinal);

    internal UserDirectory(IDbContextFactory<RasterAnalysisDbContext> contexts, TimeProvider time) => (_contexts, _time) = (contexts, time);

    /// <inheritdoc/>
    public async Task<Caller?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = name.ToUpperInvariant();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Accounts.AsNoTracking().FirstOrDefaultAsync(account => account.NormalizedUserName == key, cancellationToken) is { } account
            ? await CallerAsync(context, account, cancellationToken) : null;
    }

    /// <summary>What the user of an id may do; null when there is none, or they are locked out.</summary>
    public async Task<Caller?> FindByIdAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        if (_callers.TryGetValue(userId, out var known) && _time.GetUtcNow() - known.At < Freshness)
        {
            return known.Caller;
        }

        var at = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var caller = await context.Accounts.AsNoTracking().FirstOrDefaultAsync(account => account.Id == userId, cancellationToken) is { } account
            ? await CallerAsync(context, account, cancellationToken) : null;
        Keep(_callers, userId, (at, caller));
        return caller;
    }

    /// <summary>A grant that has not ended; null when there is none, or it was revoked.</summary>
    public async Task<AccessGrant?> FindGrantAsync(string grantId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grantId);
        var now = _time.GetUtcNow();
        if (!_grants.TryGetValue(grantId, out var known) || now - known.At >= Freshness)
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            known = (now, await context.Grants.AsNoTracking().FirstOrDefaultAsync(grant => grant.Id == grantId, cancellationToken));
            Keep(_grants, grantId, known);
        }

        return known.Grant is { } found && found.Expires > now ? found : null;
    }

    /// <summary>Stores a grant; those that have ended go.</summary>
    public async Task AddGrantAsync(AccessGrant grant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grant);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = _time.GetUtcNow();
        await context.Grants.Where(ended => ended.Expires < now).ExecuteDeleteAsync(cancellationToken);
        context.Grants.Add(grant);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A user's grants of a kind that have not ended, the newest first.</summary>
    public async Task<IReadOnlyList<AccessGrant>> GrantsOfAsync(string userId, GrantKind kind, CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Grants.AsNoTracking().Where(grant => grant.UserId == userId && grant.Kind == kind && grant.Expires > now)
            .OrderByDescending(grant => grant.Created).ToListAsync(cancellationToken);
    }

    /// <summary>Revokes a grant of a user.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RevokeAsync(string userId, string grantId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var removed = await context.Grants.Where(grant => grant.Id == grantId && grant.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        _grants.TryRemove(grantId, out _);
        return removed == 1;
    }

    /// <summary>Revokes all that was granted in a user's name; for a new password, another role, and the end of an account.</summary>
    public async Task RevokeAllAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await context.Grants.Where(grant => grant.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        Forget(userId);
        _grants.Clear();
    }

    /// <summary>Revokes a grant with all that was made of it, of an earlier one or of the same.</summary>
    /// <param name="family"><see cref="AccessGrant.Family"/>.</param>
    /// <param name="cancellationToken">Stops before it is revoked.</param>
    public async Task RevokeFamilyAsync(string family, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);

        // twice: where the first waits for somebody who gives more of it just now, the second sees what they gave
        for (var i = 0; i < 2; i++)
        {
            await context.Grants.Where(grant => grant.Family == family).ExecuteDeleteAsync(cancellationToken);
        }

        _grants.Clear();
    }

    /// <summary>Revokes all that a user let an app do.</summary>
    /// <returns>Whether there was something.</returns>
    public async Task<bool> RevokeAppAsync(string userId, string clientId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var families = await context.Grants.Where(grant => grant.UserId == userId && grant.Name == clientId && AppGrants.Kinds.Contains(grant.Kind))
            .Select(grant => grant.Family).Distinct().ToListAsync(cancellationToken);
        foreach (var family in families)
        {
            await RevokeFamilyAsync(family, cancellationToken);
        }

        return families.Count > 0;
    }

    /// <summary>Has a user looked up again: something about them was changed here.</summary>
    public void Forget(string userId) => _callers.TryRemove(userId, out _);

    private async Task<Caller?> CallerAsync(RasterAnalysisDbContext context, UserAccount account, CancellationToken cancellationToken) =>
        account.LockoutEnd > _time.GetUtcNow() ? null : new Caller
        {
            Name = account.UserName!,
            Role = account.Role,
            Rights = RoleRights.Of(account.Role),
            Groups = await context.GroupMembers.Where(member => member.UserId == account.Id).Select(member => member.GroupId).ToListAsync(cancellationToken),
        };

    private static void Keep<T>(ConcurrentDictionary<string, T> kept, string key, T value)
    {
        if (kept.Count >= Most)
        {
            kept.Clear();
        }

        kept[key] = value;
    }
}
