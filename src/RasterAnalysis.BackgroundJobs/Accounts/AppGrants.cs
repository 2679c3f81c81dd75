using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>What users let apps do: codes and refresh tokens that are given away for others once, whichever node is asked.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class AppGrants
{
    /// <summary>The kinds of grants that apps have.</summary>
    public static readonly IReadOnlyList<GrantKind> Kinds = [GrantKind.AuthorizationCode, GrantKind.RefreshToken, GrantKind.AccessToken, GrantKind.Consent];

    private readonly IDbContextFactory<RasterAnalysisDbContext> _contexts;
    private readonly UserDirectory _directory;
    private readonly TimeProvider _time;

    internal AppGrants(IDbContextFactory<RasterAnalysisDbContext> contexts, UserDirectory directory, TimeProvider time) => (_contexts, _directory, _time) = (contexts, directory, time);

    /// <summary>A grant as it is stored now, spent or not; null when there is none, or it has ended.</summary>
    public async Task<AccessGrant?> FindAsync(string grantId, CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Grants.AsNoTracking().FirstOrDefaultAsync(grant => grant.Id == grantId && grant.Expires > now, cancellationToken);
    }

    /// <summary>Stores grants that are made of another, all or none. When that one was spent before, somebody else has it too, and its whole family is revoked.</summary>
    /// <param name="of">What they are made of.</param>
    /// <param name="isSpent">Whether that one is spent by it. It is kept for as long as what was given for it, to be known when it comes again.</param>
    /// <param name="given">The others.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    /// <returns>Whether they are stored.</returns>
    public async Task<bool> GiveAsync(AccessGrant of, bool isSpent, IReadOnlyList<AccessGrant> given, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(of);
        var (now, last) = (_time.GetUtcNow(), given.Max(grant => grant.Expires));
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            // the row is written in any case, so that of two who come at once the second waits, and whoever revokes it waits too
            var unspent = context.Grants.Where(grant => grant.Id == of.Id && grant.Spent == null && grant.Expires > now);
            var won = await (isSpent
                ? unspent.ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Spent, now).SetProperty(grant => grant.Expires, last), cancellationToken)
                : unspent.ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Expires, grant => grant.Expires), cancellationToken));
            if (won == 1)
            {
                context.Grants.AddRange(given);
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return true;
            }
        }

        await _directory.RevokeFamilyAsync(of.Family, CancellationToken.None);
        return false;
    }
}
