using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RasterAnalysis.TestAuthority;

/// <summary>An OpenID Connect authority on loopback, by OpenIddict: discovery, keys, the code flow with PKCE behind a page that asks for a name, client credentials, the end of a session.</summary>
public sealed class AuthorityServer : IAsyncDisposable
{
    /// <summary>For whom its access tokens are.</summary>
    public const string Audience = "rasteranalysis";

    /// <summary>The service, where browsers sign in.</summary>
    public const string ClientId = "rasteranalysis-page";

    /// <summary>The secret of every client.</summary>
    public const string Secret = "a secret of two services";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    private readonly SqliteConnection _database = new("Data Source=:memory:");
    private readonly RSA _key = RSA.Create(2048);
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    /// <summary>Its address, which is its issuer.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Its users by name, and its programs by client id.</summary>
    public Dictionary<string, AuthorityUser> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts it.</summary>
    /// <param name="port">The port; 0 for any.</param>
    public async Task StartAsync(int port = 0)
    {
        await _database.OpenAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddDbContext<DbContext>(options => options.UseSqlite(_database).UseOpenIddict());
        builder.Services.AddAuthentication();
        builder.Services.AddRouting();
        builder.Services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>()).AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetUserInfoEndpointUris("connect/userinfo").SetEndSessionEndpointUris("connect/end");
            server.AllowAuthorizationCodeFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.Profile, Scopes.Roles);
            server.AddSigningKey(new RsaSecurityKey(_key)).AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
        });
        _app = builder.Build();
        _app.UseAuthentication();
        _app.MapMethods("/connect/authorize", ["GET", "POST"], Authorize);
        _app.MapPost("/connect/token", (Delegate)TokenAsync);
        _app.MapMethods("/connect/end", ["GET", "POST"], () => Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Scheme]));
        using (var scope = _app.Services.CreateScope())
        {
            await scope.ServiceProvider.GetRequiredService<DbContext>().Database.EnsureCreatedAsync();
        }

        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single() + "/");
    }

    /// <summary>Registers the service for sign-in in the browser.</summary>
    public Task RegisterAsync(Uri service)
    {
        var page = new OpenIddictApplicationDescriptor
        {
            ClientId = ClientId,
            ClientSecret = Secret,
            RedirectUris = { new Uri(service, "sign-in/back") },
            PostLogoutRedirectUris = { new Uri(service, "sign-out/back") },
        };
        page.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
            Permissions.Scopes.Profile, Permissions.Scopes.Roles,
        ]);
        return AddAsync(page);
    }

    /// <summary>Registers a program that has a name and a secret of its own.</summary>
    public Task RegisterProgramAsync(AuthorityUser program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Users[program.Name] = program;
        var descriptor = new OpenIddictApplicationDescriptor { ClientId = program.Name, ClientSecret = Secret };
        descriptor.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials]);
        return AddAsync(descriptor);
    }

    /// <summary>An access token of a program, by the client credentials grant.</summary>
    public async Task<string> ProgramTokenAsync(string clientId)
    {
        using var form = new FormUrlEncodedContent(
            [KeyValuePair.Create("grant_type", GrantTypes.ClientCredentials), KeyValuePair.Create("client_id", clientId), KeyValuePair.Create("client_secret", Secret)]);
        using var response = await _http.PostAsync(new Uri(Address, "connect/token"), form);
        var answer = await response.Content.ReadAsStringAsync();
        return System.Text.Json.Nodes.JsonNode.Parse(answer)?["access_token"] is { } token ? (string)token! : throw new InvalidOperationException(answer);
    }

    /// <summary>An access token, signed with the authority's key, of which anything may be wrong.</summary>
    /// <param name="user">Whom it means.</param>
    /// <param name="audience">For whom it is.</param>
    /// <param name="issued">When it is said to have been issued; null for now. It counts for an hour.</param>
    /// <param name="issuer">Who is said to have issued it; null for the authority.</param>
    /// <param name="key">What it is signed with; null for the authority's own key.</param>
    public string Write(AuthorityUser user, string audience = Audience, DateTime? issued = null, string? issuer = null, SecurityKey? key = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        var at = issued ?? DateTime.UtcNow;
        var signing = key ?? new RsaSecurityKey(_key);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address.AbsoluteUri, Audience = audience, IssuedAt = at, NotBefore = at, Expires = at.AddHours(1), TokenType = "at+jwt",
            Claims = new Dictionary<string, object> { [Claims.Subject] = user.Subject, [Claims.PreferredUsername] = user.Name, [Claims.Role] = user.Roles },
            SigningCredentials = new SigningCredentials(signing, signing is SymmetricSecurityKey ? SecurityAlgorithms.HmacSha256 : SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Its public key as everybody may read it.</summary>
    public byte[] PublicKey() => System.Text.Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _database.DisposeAsync();
        _key.Dispose();
        _http.Dispose();
    }

    /// <summary>A page that asks for a name, and leads back with a code.</summary>
    private IResult Authorize(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Form["user"].ToString() is { Length: > 0 } name)
        {
            return Users.TryGetValue(name, out var user) ? Results.SignIn(Principal(user, request.GetScopes()), authenticationScheme: Scheme)
                : Results.Forbid(new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied }), [Scheme]);
        }

        var hidden = string.Concat(request.GetParameters().Select(parameter =>
            $"<input type=\"hidden\" name=\"{parameter.Key}\" value=\"{System.Net.WebUtility.HtmlEncode((string?)parameter.Value)}\">"));
        return Results.Content(
            $"<!DOCTYPE html><html lang=\"en\"><title>Authority</title><h1>Authority</h1><form method=\"post\" action=\"/connect/authorize\">{hidden}<label>Name <input id=\"user\" name=\"user\"></label><button>Go on</button></form>",
            "text/html; charset=utf-8");
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        return Results.SignIn(
            request.IsClientCredentialsGrantType() ? Principal(Users[request.ClientId!], []) : (await context.AuthenticateAsync(Scheme)).Principal!, authenticationScheme: Scheme);
    }

    private static ClaimsPrincipal Principal(AuthorityUser user, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("authority", Claims.PreferredUsername, Claims.Role);
        identity.SetClaim(Claims.Subject, user.Subject).SetClaim(Claims.PreferredUsername, user.Name).SetClaims(Claims.Role, [.. user.Roles]);
        identity.SetScopes(scopes);
        identity.SetResources(Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }

    private async Task AddAsync(OpenIddictApplicationDescriptor application)
    {
        using var scope = _app!.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(application);
    }
}
