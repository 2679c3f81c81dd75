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
        var grant = New(userId, kind, name, rights, binding, lifetime);
        await directory.AddGrantAsync(grant, cancellationToken);
        return TokenOf(grant);
    }

    /// <summary>A grant that is not stored yet.</summary>
    /// <param name="userId">Who gives it.</param>
    /// <param name="kind">What it is given as.</param>
    /// <param name="name">What asked for it.</param>
    /// <param name="rights">What it may be used for.</param>
    /// <param name="binding">To what it is bound.</param>
    /// <param name="lifetime">How long it counts.</param>
    /// <param name="family">The family of the grant that it is made of; null where it is made of none.</param>
    public AccessGrant New(string userId, GrantKind kind, string name, Rights rights, string binding, TimeSpan lifetime, string? family = null)
    {
        var (id, now) = (Guid.NewGuid().ToString("N"), time.GetUtcNow());
        return new AccessGrant
        {
            Id = id, UserId = userId, Kind = kind, Name = name, Rights = rights, Binding = binding, Created = now, Expires = now + lifetime, Family = family ?? id,
        };
    }

    /// <summary>What the user or the program gets of a grant.</summary>
    public string TokenOf(AccessGrant grant) => (grant.Kind == GrantKind.ApiKey ? KeyPrefix : "") + _protector.Protect(grant.Id);

    /// <summary>Id of the grant behind a token; null when it is none of this service's.</summary>
    public string? IdOf(string token)
    {
        try
        {
            return _protector.Unprotect(token.StartsWith(KeyPrefix, StringComparison.Ordinal) ? token[KeyPrefix.Length..] : token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Who a token stands for, with the grant behind it.</summary>
    /// <exception cref="InvalidTokenException">It is no token of this service, has ended, was revoked, or is bound to somebody else.</exception>
    public async Task<(Caller Caller, AccessGrant Grant)> ReadAsync(string token, HttpRequest request, CancellationToken cancellationToken)
    {
        var id = IdOf(token) ?? throw new InvalidTokenException("The token is none of this service's; ask for another.");
        var grant = await directory.FindGrantAsync(id, cancellationToken) ?? throw new InvalidTokenException("The token has expired or was revoked; ask for another.");
        if (grant.Kind is not (GrantKind.Token or GrantKind.ApiKey or GrantKind.AccessToken))
        {
            throw new InvalidTokenException("This opens nothing by itself: exchange it for a token.");
        }

        var caller = await directory.FindByIdAsync(grant.UserId, cancellationToken) ?? throw new InvalidTokenException("The token's user is locked out or gone.");
        return TokenBinding.Holds(grant.Binding, request)
            ? (caller with { Rights = caller.Rights & grant.Rights, IsByPassword = grant.Kind == GrantKind.Token && grant.Family == grant.Id, Means = MeansOf(grant.Kind) }, grant)
            : throw new InvalidTokenException("The token was made for another address: it is bound to the client that it was given to.");
    }

    private static AccessMeans MeansOf(GrantKind kind) => kind switch
    {
        GrantKind.ApiKey => AccessMeans.Key,
        GrantKind.AccessToken => AccessMeans.App,
        _ => AccessMeans.Token,
    };
}
