using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using RasterAnalysis.Access;
using RasterAnalysis.Api.SignIn.Authority;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Sign-in by accounts of the service: tokens and keys in headers, for the ArcGIS face in parameters too, signed addresses, and the cookie of the page.</summary>
internal sealed class RequestSignIn(
    GrantTokens tokens, SignedAddresses signed, UserDirectory directory, ICrossSiteRule crossSite, IAntiforgery antiforgery, TimeProvider time, IAudit audit, AuthorityTokens? authority = null,
    AuthorityUsers? users = null)
    : ISignIn
{
    /// <summary>The header in which pages of this service say that they are such; <c>GET /api/v1/session</c> gives its value.</summary>
    public const string ProofHeader = "X-RasterAnalysis-Antiforgery";

    /// <inheritdoc/>
    public bool IsOn => true;

    /// <inheritdoc/>
    public async Task KnowAsync(HttpContext context, string? token)
    {
        var current = context.RequestServices.GetRequiredService<CurrentCaller>();
        current.Value = Credential.Of(context.Request, token) is { } credential ? await ByCredentialAsync(context, credential)
            : await signed.ReadAsync(context.Request, context.RequestAborted) ?? await ByCookieAsync(context) ?? Caller.Nobody;
        if (current.Value is { IsSignedIn: true, IsByCookie: false } caller)
        {
            // for limits and logs
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], "token"));
        }
    }

    /// <inheritdoc/>
    public async Task RequireOwnPageAsync(HttpContext context, string? proof)
    {
        if (proof is not null && !context.Request.Headers.ContainsKey(ProofHeader))
        {
            context.Request.Headers[ProofHeader] = proof;
        }

        // where the header is missing, the library would read the body
        if (!context.Request.Headers.ContainsKey(ProofHeader) || !await antiforgery.IsRequestValidAsync(context))
        {
            throw new InvalidRequestException(
                ProofHeader, "is missing or belongs to another session; a page sends what GET /api/v1/session gives it, and a program sends a token or a key instead of a cookie.");
        }
    }

    /// <inheritdoc/>
    public string? ProofFor(HttpContext context) =>
        context.RequestServices.GetRequiredService<CurrentCaller>().Value.IsByCookie ? antiforgery.GetAndStoreTokens(context).RequestToken : null;

    /// <inheritdoc/>
    public async Task<IssuedToken> IssueAsync(HttpContext context, string user, string password, string binding, TimeSpan lifetime)
    {
        var account = await context.RequestServices.GetRequiredService<PasswordCheck>().RequireAsync(context, user, password);
        return await IssueAsync(context, account.UserName!, account.Id, RoleRights.Of(account.Role), binding, lifetime, family: null);
    }

    /// <inheritdoc/>
    public async Task<IssuedToken> IssueAgainAsync(HttpContext context, string token, string binding, TimeSpan lifetime)
    {
        if (authority?.Takes(token) == true)
        {
            throw new InvalidRequestException("token", "is one of the authority, which is sent as it is: this service makes none of it, since it could not be taken back there.");
        }

        // no longer than the one that it is made of, or that one could not be taken back
        var (caller, grant) = await tokens.ReadAsync(token, context.Request, context.RequestAborted);
        if (grant.Kind == GrantKind.ApiKey)
        {
            throw new InvalidRequestException("token", "is a key, which makes no tokens; send the key itself.");
        }

        var left = grant.Expires - time.GetUtcNow();
        return await IssueAsync(context, caller.Name, grant.UserId, caller.Rights, binding.Length > 0 ? binding : grant.Binding, left < lifetime ? left : lifetime, grant.Family);
    }

    /// <inheritdoc/>
    public string Sign(HttpContext context, string address)
    {
        var caller = context.RequestServices.GetRequiredService<CurrentCaller>().Value;
        return caller.IsSignedIn ? signed.Sign(caller.Name, address) : address;
    }

    private async Task<IssuedToken> IssueAsync(HttpContext context, string user, string userId, Rights rights, string binding, TimeSpan lifetime, string? family)
    {
        var grant = tokens.New(userId, GrantKind.Token, "generateToken", rights, binding, lifetime, family);
        await directory.AddGrantAsync(grant, context.RequestAborted);
        await audit.RecordAsync(new AuditEvent(AuditAction.TokenIssued)
        {
            User = user, Means = AccessMeans.Token, Detail = $"{(family is null ? "for the password" : "for another token")}, until {grant.Expires:yyyy-MM-dd'T'HH:mm'Z'}",
        });
        return new IssuedToken(tokens.TokenOf(grant), grant.Expires);
    }

    private async Task<Caller> ByCredentialAsync(HttpContext context, string credential) =>
        authority?.Takes(credential) == true ? await users!.CallerAsync(await authority.ReadAsync(context, credential), context.RequestAborted)
        : (await tokens.ReadAsync(credential, context.Request, context.RequestAborted)).Caller;

    private async Task<Caller?> ByCookieAsync(HttpContext context)
    {
        if (IsOfAnotherPage(context.Request))
        {
            return null;
        }

        var ticket = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!ticket.Succeeded || ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } userId)
        {
            return null;
        }

        // antiforgery binds its proofs to the user
        context.User = ticket.Principal;
        return await directory.FindByIdAsync(userId, context.RequestAborted) is { } caller ? caller with { IsByCookie = true, IsByPassword = true } : null;
    }

    /// <summary>
    /// Whether a page of another origin asks, rather than somebody who follows a link to here. The cookie counts for the service's own pages: ArcGIS's clients take an answer that knows the user
    /// without a token for a sign-in that needs none, and then send none.
    /// </summary>
    private bool IsOfAnotherPage(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none") && request.Headers["Sec-Fetch-Mode"].ToString() != "navigate";
        }

        // browsers leave the other header out over plain HTTP, and scripts and pictures have no origin there either: then the page that they stand on counts
        return crossSite.Fault(request) is not null || (Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            && !HostString.FromUriComponent(page).Equals(request.Host));
    }
}
