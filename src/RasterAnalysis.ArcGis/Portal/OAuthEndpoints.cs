using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>What apps ask for behind the sign-in of their users (<c>docs/reference/sign-in.md#apps</c>), as ArcGIS has it. Where users let apps in is a page, and not here.</summary>
internal static class OAuthEndpoints
{
    /// <summary>Maps <c>oauth2/token</c>, <c>oauth2/revokeToken</c> and <c>oauth2/validateAppAccess</c>, where there is sign-in.</summary>
    public static void MapOAuth(this IEndpointRouteBuilder sharing)
    {
        if (sharing.ServiceProvider.GetService<IAppSignIn>() is null)
        {
            return;
        }

        sharing.MapMethods("oauth2/token", ResourceCalls.Methods, GiveAsync).IsResource().WithSummary("Tokens for an app").WithMetadata(new CredentialOperation());
        sharing.MapMethods("oauth2/revokeToken", ResourceCalls.Methods, RevokeAsync).IsResource().WithSummary("Revokes a token").WithMetadata(new CredentialOperation());
        sharing.MapMethods("oauth2/validateAppAccess", ResourceCalls.Methods, ValidateAccess).IsResource().WithSummary("Whether the user may use an app");
    }

    private static async Task<EsriResource> GiveAsync(HttpContext context, IAppSignIn apps, CancellationToken cancellationToken)
    {
        context.RequirePost();
        var parameters = context.Parameters();
        var (app, kind) = (Required(parameters, "client_id"), Required(parameters, "grant_type"));
        var tokens = kind switch
        {
            "authorization_code" => await apps.ExchangeCodeAsync(app, Required(parameters, "redirect_uri"), Required(parameters, "code"), parameters["code_verifier"], cancellationToken),
            "refresh_token" => await apps.RefreshAsync(app, Required(parameters, "refresh_token"), cancellationToken),
            "exchange_refresh_token" => await apps.ExchangeRefreshTokenAsync(app, Required(parameters, "redirect_uri"), Required(parameters, "refresh_token"), cancellationToken),
            _ => throw new OAuthException("unsupported_grant_type", "grant_type must be authorization_code, refresh_token or exchange_refresh_token."),
        };
        var answer = new JsonObject
        {
            ["access_token"] = tokens.AccessToken,
            ["expires_in"] = (long)tokens.AccessLifetime.TotalSeconds,
            ["username"] = tokens.UserName,
            ["ssl"] = context.Request.IsHttps,
        };
        if (tokens.RefreshToken is not null)
        {
            answer["refresh_token"] = tokens.RefreshToken;
            answer["refresh_token_expires_in"] = (long)tokens.RefreshLifetime.TotalSeconds;
        }

        return new EsriResource("Tokens", answer);
    }

    private static async Task<EsriResource> RevokeAsync(HttpContext context, IAppSignIn apps, CancellationToken cancellationToken)
    {
        context.RequirePost();
        var parameters = context.Parameters();
        await apps.RevokeAsync(parameters["client_id"], parameters["auth_token"] ?? Required(parameters, "token"), cancellationToken);
        return new EsriResource("Revoked", new JsonObject { ["success"] = true });
    }

    private static EsriResource ValidateAccess(HttpContext context, IAppSignIn apps, CurrentCaller caller)
    {
        caller.Value.Require(Rights.Read);
        return new EsriResource("Access", new JsonObject { ["valid"] = apps.Knows(Required(context.Parameters(), "client_id")), ["viewOnlyUserTypeApp"] = false });
    }

    private static string Required(RequestParameters parameters, string name) => parameters[name] ?? throw new OAuthException("invalid_request", $"{name} is required.");
}
