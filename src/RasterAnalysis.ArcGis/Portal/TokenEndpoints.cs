using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>
/// Tokens for clients that want one. There is no sign-in: a token opens nothing that is not open without it, is kept nowhere and is never
/// looked at again; so every token is accepted. Neither tokens nor passwords are logged.
/// </summary>
internal static class TokenEndpoints
{
    private const int TokenBytes = 48;
    private const int UsualMinutes = 60;
    private const int MostMinutes = 21_600;

    /// <summary>Maps <c>generateToken</c>.</summary>
    public static void MapTokens(this IEndpointRouteBuilder sharing) => sharing.MapResource("generateToken", Generate).WithSummary("A token");

    private static EsriResource Generate(HttpContext context, IOptions<ArcGisOptions> options, TimeProvider time)
    {
        context.RequirePost();
        var parameters = context.Parameters();

        // with a token of before, a client asks for one for a server of the portal
        if (parameters["token"] is null)
        {
            if (parameters["username"] is not { } user || parameters["password"] is null)
            {
                throw new InvalidRequestException("username", "and password are required, or a token.");
            }

            options.Value.User(user);
        }

        var minutes = UsualMinutes;
        if (parameters["expiration"] is { } expiration && (!int.TryParse(expiration, NumberStyles.None, CultureInfo.InvariantCulture, out minutes) || minutes == 0))
        {
            throw new InvalidRequestException("expiration", "must be a number of minutes, 1 or more.");
        }

        var expires = time.GetUtcNow().AddMinutes(Math.Min(minutes, MostMinutes));
        return new EsriResource("Token", new JsonObject
        {
            ["token"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)),
            ["expires"] = expires.ToUnixTimeMilliseconds(),
            ["ssl"] = context.Request.IsHttps,
        });
    }
}
