using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn.Authority;

/// <summary>Bearer tokens of the authority: JSON Web Tokens (RFC 7519), which ASP.NET Core's own handler looks at.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AuthorityTokens(SignInSettings settings, IOptionsMonitor<JwtBearerOptions> options)
{
    private static readonly object Key = new();

    /// <summary>Whether a token may be one of an authority: three parts with dots between them, which none of this service's own has.</summary>
    public bool Takes(string token) => settings.Authority is { Audience.Length: > 0 } && token.Count(letter => letter == '.') == 2;

    /// <summary>The claims of a token.</summary>
    /// <exception cref="InvalidTokenException">It counts not, or no longer.</exception>
    /// <exception cref="BusyException">The authority cannot be asked for its keys.</exception>
    public async Task<ClaimsPrincipal> ReadAsync(HttpContext context, string token)
    {
        // without the authority's keys the handler takes every token for a wrong one, which is not the token's fault
        await AuthorityMetadata.RequireAsync(options.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager, settings.Authority!, context.RequestAborted);
        context.Items[Key] = token;
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (result.Succeeded)
        {
            return result.Principal;
        }

        var fault = result.Failure is AggregateException several ? several.InnerExceptions[0] : result.Failure;
        throw new InvalidTokenException(fault switch
        {
            SecurityTokenExpiredException => "The token has expired; ask the authority for another.",
            SecurityTokenNotYetValidException => "The token does not count yet; compare the clocks.",
            SecurityTokenInvalidAudienceException => $"The token is for another audience; this service takes those for {settings.Authority!.Audience}.",
            SecurityTokenInvalidIssuerException => $"The token is of another issuer than {settings.Authority!.Address}.",
            SecurityTokenInvalidSignatureException => $"The token is signed by nobody that {settings.Authority!.Address} names.",
            _ => $"The token is none of {settings.Authority!.Address}, or none of this service's.",
        });
    }

    /// <summary>What <see cref="ReadAsync"/> was given, for the handler.</summary>
    public static string? Of(HttpContext context) => context.Items.TryGetValue(Key, out var token) ? (string?)token : null;
}
