using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Keys that users make for their programs; the API and the account page both come through here.</summary>
internal sealed class ApiKeys(CurrentCaller current, AccountAdministration accounts, UserDirectory directory, GrantTokens tokens, IAudit audit)
{
    /// <summary>How many days a key counts at most.</summary>
    public const int MostDays = 366;

    private const int MostKeys = 100;
    private const int LongestName = 100;

    /// <summary>The user's keys that have not ended, the newest first.</summary>
    public async Task<IReadOnlyList<AccessGrant>> ListAsync(CancellationToken cancellationToken) =>
        await directory.GrantsOfAsync((await OwnerAsync()).Id, GrantKind.ApiKey, cancellationToken);

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is for; no other key of the user has it.</param>
    /// <param name="rights">What it may be used for, beside reading.</param>
    /// <param name="days">How long it counts.</param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <returns>The grant behind it, and the key itself, which is kept nowhere.</returns>
    /// <exception cref="InvalidRequestException">The name or the days cannot be taken.</exception>
    /// <exception cref="ForbiddenException">The user has not the rights, or does not ask themselves.</exception>
    public async Task<(AccessGrant Grant, string Key)> MakeAsync(string? name, Rights rights, int days, CancellationToken cancellationToken)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName)
        {
            throw new InvalidRequestException("name", $"is required: what the key is for, in at most {LongestName} characters.");
        }

        if (days is < 1 or > MostDays)
        {
            throw new InvalidRequestException("days", $"must be a whole number from 1 to {MostDays}: how long the key counts.");
        }

        rights |= Rights.Read;
        current.Value.Require(rights);
        var account = await OwnerAsync();
        var existing = await directory.GrantsOfAsync(account.Id, GrantKind.ApiKey, cancellationToken);
        if (existing.Count >= MostKeys || existing.Any(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidRequestException("name", existing.Count >= MostKeys ? $"is one too many: a user has at most {MostKeys} keys." : $"is '{name}', which another key has; revoke that one, or take another name.");
        }

        var grant = tokens.New(account.Id, GrantKind.ApiKey, name, rights, binding: "", TimeSpan.FromDays(days));
        await directory.AddGrantAsync(grant, cancellationToken);
        await audit.RecordAsync(new AuditEvent(AuditAction.KeyCreated) { Kind = "key", Target = grant.Id, TargetName = name, Detail = $"{string.Join(", ", Scopes.Of(rights))}, until {grant.Expires:yyyy-MM-dd}" });
        return (grant, tokens.TokenOf(grant));
    }

    /// <summary>Revokes a key.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var owner = await OwnerAsync();
        var name = (await directory.GrantsOfAsync(owner.Id, GrantKind.ApiKey, cancellationToken)).FirstOrDefault(key => key.Id == id)?.Name ?? "";
        if (!await directory.RevokeAsync(owner.Id, id, cancellationToken))
        {
            return false;
        }

        await audit.RecordAsync(new AuditEvent(AuditAction.KeyRevoked) { Kind = "key", Target = id, TargetName = name });
        return true;
    }

    /// <summary>
    /// The user themselves: what got into wrong hands, or what an app was given, must not make keys, which would be left when it is revoked.
    /// </summary>
    private Task<UserAccount> OwnerAsync() => current.Value.IsByPassword ? accounts.FindAsync(current.Value.Name)
        : throw new ForbiddenException("Keys are the affair of who knows the password: sign in on the page, or send a token that generateToken gave for it.");
}
