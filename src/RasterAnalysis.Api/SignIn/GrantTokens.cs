using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>
/// Tokens and keys: the id of a grant, protected by ASP.NET Core's data protection. What a token may do, and for how long, stands with the grant in the database, so that it can be taken back.
/// </summary>
internal sealed class GrantTokens(IDataProtectionProvider protection, UserDirectory directory, TimeProvider time)
{
    /// <summary>By what keys are known, to people and to programs that look for secrets in published code.</summary>
    public const string KeyPrefix = "rak_";

    private readonly IDataProtector _protector = protection.CreateProtector("RasterAnalysis.Grants");

    /// <summary>Stores a grant.</summary>
    /// <returns>The token; it is kept nowhere.</returns>
    public async Task<string> IssueAsync(
        string userId, GrantKind kind, string name, Rights rights, string binding, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var grant = new AccessGrant
        {
            Id = Guid.NewGuid().ToString("N"), UserId = userId, Kind = kind, Name = name, Rights = rights, Binding = binding, Created = now, Expires = now + lifetime,
        };
        await directory.AddGrantAsync(grant, cancellationToken);
        return (kind == GrantKind.ApiKey ? KeyPrefix : "") + _protector.Protect(grant.Id);
    }

    /// <summary>Who a token stands for, with the grant behind it.</summary>
    /// <exception cref="InvalidTokenException">It is no token of this service, has ended, was revoked, or is bound to somebody else.</exception>
    public async Task<(Caller Caller, AccessGrant Grant)> ReadAsync(string token, HttpRequest request, CancellationToken cancellationToken)
    {
        string id;
        try
        {
            id = _protector.Unprotect(token.StartsWith(KeyPrefix, StringComparison.Ordinal) ? token[KeyPrefix.Length..] : token);
        }
        catch (CryptographicException)
        {
            throw new InvalidTokenException("The token is none of this service's; ask for another.");
        }

        var grant = await directory.FindGrantAsync(id, cancellationToken) ?? throw new InvalidTokenException("The token has expired or was revoked; ask for another.");
        var caller = await directory.FindByIdAsync(grant.UserId, cancellationToken) ?? throw new InvalidTokenException("The token's user is locked out or gone.");
        return TokenBinding.Holds(grant.Binding, request)
            ? (caller with { Rights = caller.Rights & grant.Rights, IsByKey = grant.Kind == GrantKind.ApiKey }, grant)
            : throw new InvalidTokenException("The token was made for another address: it is bound to the client that it was given to.");
    }
}
