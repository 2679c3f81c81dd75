using Microsoft.Net.Http.Headers;

namespace RasterAnalysis.Api.SignIn;

/// <summary>What a request carries to say who asks, other than a cookie. No browser sends any of it by itself.</summary>
internal static class Credential
{
    private const string Scheme = "Bearer ";

    /// <summary>Where ArcGIS's clients put a token, since their servers may ask for other schemes in <c>Authorization</c>.</summary>
    private const string EsriHeader = "X-Esri-Authorization";

    /// <summary>Where scripts put a key that has no scheme.</summary>
    private const string KeyHeader = "X-Api-Key";

    /// <summary>The token or key of a request; null for none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parameter">The parameter <c>token</c> of the ArcGIS face; null elsewhere: an address ends up in logs and histories.</param>
    public static string? Of(HttpRequest request, string? parameter) =>
        Bearer(request.Headers[EsriHeader].ToString()) ?? Bearer(request.Headers[HeaderNames.Authorization].ToString())
        ?? (request.Headers[KeyHeader].ToString() is { Length: > 0 } key ? key.Trim() : null) ?? parameter;

    private static string? Bearer(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header[Scheme.Length..].Trim() is { Length: > 0 } token ? token : null;
}
