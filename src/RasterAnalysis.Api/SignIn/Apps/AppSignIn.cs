using RasterAnalysis.Access;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn.Apps;

/// <summary>
/// Codes, access tokens and refresh tokens of apps. Each is a grant, and all that come of one sign-in are a family that ends together: when a code or an exchanged refresh token comes a second time,
/// one of the two who had it stole it. A refresh token that is merely used goes on to count, since ArcGIS's clients keep it (<c>docs/decisions/0098-refresh-tokens-that-clients-keep.md</c>).
/// </summary>
internal sealed class AppSignIn(SignInSettings settings, GrantTokens tokens, AppGrants grants, UserDirectory directory, IAudit audit) : IAppSignIn
{
    /// <summary>How long a refresh token counts at most, and where the app asks for nothing else.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(14);

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AccessLifetime = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public bool Knows(string clientId) => settings.Apps.ContainsKey(clientId);

    /// <summary>A code for a user who lets an app in.</summary>
    public Task<string> IssueCodeAsync(string userId, AppRegistration app, CodeBinding binding, CancellationToken cancellationToken) =>
        tokens.IssueAsync(userId, GrantKind.AuthorizationCode, app.ClientId, RightsOf(app), binding.ToString(), CodeLifetime, cancellationToken);

    /// <inheritdoc/>
    public async Task<AppTokens> ExchangeCodeAsync(string clientId, string redirectUri, string code, string? verifier, CancellationToken cancellationToken)
    {
        var app = Require(clientId);
        var grant = await FindAsync(app, GrantKind.AuthorizationCode, code, cancellationToken) ?? throw Invalid("code is unknown, has expired, was used, or was given to another app; let the user sign in again.");
        var binding = CodeBinding.Parse(grant.Binding);
        if (binding.RedirectUri != redirectUri)
        {
            throw Invalid("redirect_uri is not the one that the code was asked for with.");
        }

        return binding.IsProvenBy(verifier) ? await RenewAsync(app, grant, binding.RefreshLifetime, cancellationToken)
            : throw Invalid("code_verifier does not belong to the code_challenge that the code was asked for with.");
    }

    /// <inheritdoc/>
    public async Task<AppTokens> RefreshAsync(string clientId, string refreshToken, CancellationToken cancellationToken)
    {
        var app = Require(clientId);
        var grant = await RequireRefreshAsync(app, refreshToken, cancellationToken);
        var user = await RequireUserAsync(grant, cancellationToken);
        var access = Access(app, grant);
        if (!await grants.GiveAsync(grant, isSpent: false, [access], cancellationToken))
        {
            throw await ReusedAsync(app, user, "refresh_token");
        }

        await RecordAsync(AuditAction.TokenIssued, app.ClientId, user, "for a refresh token");
        return new AppTokens(user.Name, tokens.TokenOf(access), AccessLifetime);
    }

    /// <inheritdoc/>
    public async Task<AppTokens> ExchangeRefreshTokenAsync(string clientId, string redirectUri, string refreshToken, CancellationToken cancellationToken)
    {
        var app = Require(clientId);
        return app.RedirectUris.Contains(redirectUri, StringComparer.Ordinal)
            ? await RenewAsync(app, await RequireRefreshAsync(app, refreshToken, cancellationToken), RefreshLifetime, cancellationToken)
            : throw Invalid("redirect_uri is none of the app's.");
    }

    /// <inheritdoc/>
    public async Task RevokeAsync(string? clientId, string token, CancellationToken cancellationToken)
    {
        if (tokens.IdOf(token) is not { } id || await grants.FindAsync(id, cancellationToken) is not { Kind: GrantKind.Token or GrantKind.AccessToken or GrantKind.RefreshToken } grant)
        {
            return;
        }

        if (grant.Kind != GrantKind.Token && grant.Name != clientId)
        {
            throw new OAuthException("invalid_client", "client_id is not the app that the token was given to.");
        }

        if (grant.Family.Length > 0)
        {
            await directory.RevokeFamilyAsync(grant.Family, cancellationToken);
        }
        else
        {
            await directory.RevokeAsync(grant.UserId, grant.Id, cancellationToken);
        }

        await RecordAsync(AuditAction.TokenRevoked, clientId ?? "", await directory.FindByIdAsync(grant.UserId, CancellationToken.None), "");
    }

    /// <summary>What an app may do at most, for whatever user.</summary>
    private static Rights RightsOf(AppRegistration app) => app.MayAdminister ? Rights.All : Rights.All & ~Rights.Administer;

    /// <summary>An access token and a refresh token for what is spent by it.</summary>
    private async Task<AppTokens> RenewAsync(AppRegistration app, AccessGrant of, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(of, cancellationToken);
        var (access, refresh) = (Access(app, of), tokens.New(of.UserId, GrantKind.RefreshToken, app.ClientId, RightsOf(app), binding: "", lifetime, of.Family));
        var isCode = of.Kind == GrantKind.AuthorizationCode;
        if (!await grants.GiveAsync(of, isSpent: true, [access, refresh], cancellationToken))
        {
            throw await ReusedAsync(app, user, isCode ? "code" : "refresh_token");
        }

        await RecordAsync(AuditAction.TokenIssued, app.ClientId, user, isCode ? "for a code" : "for a refresh token, with another one");
        return new AppTokens(user.Name, tokens.TokenOf(access), AccessLifetime, tokens.TokenOf(refresh), lifetime);
    }

    private AccessGrant Access(AppRegistration app, AccessGrant of) => tokens.New(of.UserId, GrantKind.AccessToken, app.ClientId, RightsOf(app), binding: "", AccessLifetime, of.Family);

    private AppRegistration Require(string clientId) => settings.Apps.TryGetValue(clientId, out var app) ? app : throw new OAuthException("invalid_client", "client_id is no app that is registered here.");

    private async Task<AccessGrant?> FindAsync(AppRegistration app, GrantKind kind, string token, CancellationToken cancellationToken) =>
        tokens.IdOf(token) is { } id && await grants.FindAsync(id, cancellationToken) is { } grant && grant.Kind == kind && grant.Name == app.ClientId ? grant : null;

    private async Task<AccessGrant> RequireRefreshAsync(AppRegistration app, string token, CancellationToken cancellationToken) =>
        await FindAsync(app, GrantKind.RefreshToken, token, cancellationToken) ?? throw Invalid("refresh_token is unknown, has expired, was revoked, or was given to another app; let the user sign in again.");

    private async Task<Caller> RequireUserAsync(AccessGrant grant, CancellationToken cancellationToken) =>
        await directory.FindByIdAsync(grant.UserId, cancellationToken) ?? throw Invalid("The user is locked out or gone.");

    private static OAuthException Invalid(string message) => new("invalid_grant", message);

    private Task RecordAsync(AuditAction action, string clientId, Caller? user, string detail) => audit.RecordAsync(new AuditEvent(action)
    {
        User = user?.Name ?? "", Means = clientId.Length > 0 ? AccessMeans.App : AccessMeans.Token, Kind = clientId.Length > 0 ? "app" : "", Target = clientId,
        TargetName = settings.Apps.TryGetValue(clientId, out var app) ? app.Title : "", Detail = detail,
    });

    private async Task<OAuthException> ReusedAsync(AppRegistration app, Caller user, string what)
    {
        await RecordAsync(AuditAction.TokenRevoked, app.ClientId, user, $"{what} was used before");
        return Reused(what);
    }

    private static OAuthException Reused(string what) => Invalid($"{what} was used before; everything that was given for it is revoked. Let the user sign in again.");
}
