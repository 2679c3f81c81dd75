using System.Net;

namespace RasterAnalysis.Api.SignIn;

/// <summary>To whom a token is bound, as ArcGIS's clients ask for it: an address, or the pages of an origin.</summary>
internal static class TokenBinding
{
    private const string Ip = "ip:";
    private const string Referer = "referer:";

    /// <summary>Whether a request comes from there.</summary>
    public static bool Holds(string binding, HttpRequest request) =>
        binding.StartsWith(Ip, StringComparison.Ordinal) ? IsFrom(binding[Ip.Length..], request.HttpContext.Connection.RemoteIpAddress)
        : !binding.StartsWith(Referer, StringComparison.Ordinal)
        || IsPageOf(binding[Referer.Length..], request.Headers.Referer.ToString()) || IsPageOf(binding[Referer.Length..], request.Headers.Origin.ToString());

    private static bool IsFrom(string bound, IPAddress? remote) =>
        IPAddress.TryParse(bound, out var address) && remote is not null && Plain(address).Equals(Plain(remote));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Browsers send less than the page's address to other origins, so of two addresses the origins count; clients outside of browsers send words of their own.</summary>
    private static bool IsPageOf(string bound, string sent) =>
        sent.Length > 0 && (OriginOf(bound) is { } origin && OriginOf(sent) is { } other ? origin == other : sent.StartsWith(bound, StringComparison.OrdinalIgnoreCase));

    private static string? OriginOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.GetLeftPart(UriPartial.Authority) : null;
}
