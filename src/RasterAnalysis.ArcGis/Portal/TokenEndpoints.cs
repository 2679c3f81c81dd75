using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>Tokens, as ArcGIS gives them for a name and a password (<c>docs/reference/sign-in.md#tokens</c>). Neither tokens nor passwords are logged.</summary>
internal static class TokenEndpoints
{
    private const int UsualMinutes = 60;
    private const int MostMinutes = 21_600;

    /// <summary>Maps <c>generateToken</c>.</summary>
    public static void MapTokens(this IEndpointRouteBuilder sharing) => sharing.MapMethods("generateToken", ResourceCalls.Methods, GenerateAsync).IsResource().WithSummary("A token");

    private static async Task<EsriResource> GenerateAsync(HttpContext context, ISignIn signIn)
    {
        context.RequirePost();
        var parameters = context.Parameters();
        var lifetime = TimeSpan.FromMinutes(Minutes(parameters["expiration"]));
        var binding = Binding(context, parameters);

        // with a token of before, a client asks for one for a server of the portal
        var issued = parameters["token"] is { } token ? await signIn.IssueAgainAsync(context, token, binding, lifetime)
            : parameters["username"] is { } user && parameters["password"] is { } password ? await signIn.IssueAsync(context, user, password, binding, lifetime)
            : throw new InvalidRequestException("username", "and password are required, or a token.");
        return new EsriResource("Token", new JsonObject
        {
            ["token"] = issued.Token,
            ["expires"] = issued.Expires.ToUnixTimeMilliseconds(),
            ["ssl"] = context.Request.IsHttps,
        });
    }

    private static int Minutes(string? expiration) =>
        expiration is null ? UsualMinutes
        : int.TryParse(expiration, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 ? Math.Min(minutes, MostMinutes)
        : throw new InvalidRequestException("expiration", "must be a number of minutes, 1 or more.");

    private static string Binding(HttpContext context, RequestParameters parameters) => parameters["client"]?.ToUpperInvariant() switch
    {
        null => "",
        "REFERER" => $"referer:{parameters["referer"] ?? throw new InvalidRequestException("referer", "is required with client=referer: the beginning of the address of the pages that will use the token.")}",
        "IP" => $"ip:{parameters["ip"] ?? throw new InvalidRequestException("ip", "is required with client=ip: the address that will use the token.")}",
        "REQUESTIP" => $"ip:{context.Connection.RemoteIpAddress}",
        _ => throw new InvalidRequestException("client", "must be referer, ip or requestip."),
    };
}
