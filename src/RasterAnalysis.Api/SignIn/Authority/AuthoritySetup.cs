using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn.Authority;

/// <summary>Registers sign-in at an OpenID Connect authority: bearer tokens, and the code flow with PKCE for browsers.</summary>
internal static class AuthoritySetup
{
    /// <summary>Where the authority sends browsers back to.</summary>
    public const string CallbackPath = "/sign-in/back";

    /// <summary>A secret that both sides know signs nothing here: with a public key as that secret anybody could sign.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Registers it.</summary>
    public static void AddAuthority(this AuthenticationBuilder authentication, AuthoritySettings settings)
    {
        authentication.Services.AddSingleton<AuthorityTokens>().AddSingleton<AuthorityUsers>();
        if (settings.Audience.Length > 0)
        {
            authentication.AddJwtBearer(bearer =>
            {
                bearer.Authority = settings.Address.AbsoluteUri;
                bearer.Audience = settings.Audience;
                bearer.RequireHttpsMetadata = settings.Address.Scheme == Uri.UriSchemeHttps;
                bearer.BackchannelTimeout = Patience;
                bearer.MapInboundClaims = false;
                Restrict(bearer.TokenValidationParameters);
                bearer.Events = new JwtBearerEvents
                {
                    OnMessageReceived = received =>
                    {
                        received.Token = AuthorityTokens.Of(received.HttpContext);
                        return Task.CompletedTask;
                    },
                };
            });
        }

        if (settings.ClientId.Length > 0)
        {
            authentication.AddOpenIdConnect(connect => Configure(connect, settings));
        }
    }

    private static void Configure(OpenIdConnectOptions connect, AuthoritySettings settings)
    {
        connect.Authority = settings.Address.AbsoluteUri;
        connect.RequireHttpsMetadata = settings.Address.Scheme == Uri.UriSchemeHttps;
        connect.ClientId = settings.ClientId;
        connect.ClientSecret = settings.ClientSecret.Length > 0 ? settings.ClientSecret : null;
        connect.ResponseType = OpenIdConnectResponseType.Code;

        // what comes back is then a link that is followed, with which browsers send cookies that are for this site alone
        connect.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (var cookie in new[] { connect.CorrelationCookie, connect.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        connect.UsePkce = true;
        connect.MapInboundClaims = false;
        connect.GetClaimsFromUserInfoEndpoint = true;
        connect.ClaimActions.MapAll();
        connect.SaveTokens = false;
        connect.BackchannelTimeout = Patience;
        connect.CallbackPath = CallbackPath;
        connect.RemoteSignOutPath = default;
        connect.SignInScheme = IdentityConstants.ApplicationScheme;
        Restrict(connect.TokenValidationParameters);
        connect.Scope.Clear();
        foreach (var scope in settings.Scopes)
        {
            connect.Scope.Add(scope);
        }

        connect.Events = new OpenIdConnectEvents { OnTicketReceived = AuthorityPages.ComeBackAsync, OnRemoteFailure = AuthorityPages.FailAsync };
    }

    private static void Restrict(TokenValidationParameters parameters)
    {
        parameters.ValidAlgorithms = Algorithms;
        parameters.ClockSkew = ClockSkew;
        parameters.NameClaimType = "sub";
    }
}
