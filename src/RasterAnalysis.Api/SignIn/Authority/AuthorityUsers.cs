using System.Collections.Concurrent;
using System.Security.Claims;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn.Authority;

/// <summary>Finds the accounts of users that the authority names. What it said is kept, so that the database is asked once for a token and not with every request.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AuthorityUsers(SignInSettings settings, UserDirectory directory, IServiceScopeFactory scopes, TimeProvider time)
{
    // more than are in use at once; then all are asked for again
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Issuer, string Subject), (string UserId, DateTimeOffset AsOf)> _known = [];

    /// <summary>Who a token's claims mean, with no more rights than its role has: an older token gives nobody back what they had.</summary>
    /// <exception cref="InvalidTokenException">It does not say who it means, or they are locked out.</exception>
    /// <exception cref="ForbiddenException">They have no role here.</exception>
    public async Task<Caller> CallerAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var user = AuthorityClaims.Read(principal, settings.Authority!, time.GetUtcNow());
        var key = (user.Issuer, user.Subject);
        var caller = _known.TryGetValue(key, out var known) && user.AsOf <= known.AsOf ? await directory.FindByIdAsync(known.UserId, cancellationToken) : null;
        if (caller is null)
        {
            var account = await AccountAsync(user, cancellationToken);
            caller = await directory.FindByIdAsync(account.Id, cancellationToken) ?? throw new InvalidTokenException("The token's user is locked out or gone.");
        }

        return caller with { Rights = caller.Rights & RoleRights.Of(user.Role), Means = AccessMeans.Authority };
    }

    /// <summary>The account of a user.</summary>
    public async Task<UserAccount> AccountAsync(AuthorityUser user, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var account = await scope.ServiceProvider.GetRequiredService<AuthorityAccounts>().TakeAsync(user, cancellationToken);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[(user.Issuer, user.Subject)] = (account.Id, user.AsOf);
        return account;
    }
}
