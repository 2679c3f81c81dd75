using System.Net;
using Microsoft.Extensions.Primitives;

namespace RasterAnalysis.Api.HostNames;

/// <summary>
/// Under which names the service answers: the setting <c>RasterAnalysis__AllowedHostNames</c>. The name of a request is written into the addresses of its answer, and a page whose name
/// was made to lead to this machine (DNS rebinding) would otherwise count as this service's own.
/// </summary>
/// <param name="names">As in the Host header, without a port; <c>*.example.org</c> for every name below it, <c>*</c> for all. None: the names of loopback.</param>
internal sealed class AllowedHostNames(IReadOnlyList<string> names)
{
    private const string Setting = "RasterAnalysis__AllowedHostNames";
    private static readonly string[] Loopback = ["localhost", "*.localhost"];
    private readonly StringSegment[] _patterns = [.. (names.Count > 0 ? names : Loopback).Select(name => new StringSegment(name))];

    /// <summary>What probes and collectors ask by the address of a machine or a container. These answers hold no addresses, and no page reaches them by a name of its own.</summary>
    private static readonly PathString[] ByAddress = ["/healthz", "/metrics"];

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidRequestException">An entry is no name, or the service listens to other machines and no name is given.</exception>
    public static AllowedHostNames Read(IConfiguration configuration)
    {
        var (names, errors) = (new List<string>(), new List<RequestError>());
        foreach (var entry in configuration.GetSection("RasterAnalysis:AllowedHostNames").GetChildren().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
        {
            var text = entry.Value!.Trim();
            if (NameOf(text) is { } name)
            {
                names.Add(name);
            }
            else
            {
                errors.Add(new RequestError(
                    $"{Setting}__{entry.Key}", $"is '{text}'; it must be a name or an address without scheme and port, such as maps.example.org, *.example.org or [::1], or * for every name."));
            }
        }

        if (names.Count == 0 && errors.Count == 0 && ListenAddresses.OffLoopback(configuration) is { } address)
        {
            errors.Add(new RequestError(
                $"{Setting}__0", $"must be given, since the service is to listen on {address}: the names under which it is reached, such as maps.example.org, or * for every name."));
        }

        return errors.Count == 0 ? new AllowedHostNames(names) : throw new InvalidRequestException(errors);
    }

    /// <summary>Whether a request is answered.</summary>
    public bool Takes(HttpRequest request)
    {
        var host = request.Host;
        return host.HasValue
            && (HostString.MatchesAny(host.Host, _patterns)
                || (IPAddress.TryParse(host.Host, out var address)
                    && ((names.Count == 0 && IPAddress.IsLoopback(address)) || ByAddress.Any(path => request.Path.StartsWithSegments(path)))));
    }

    /// <summary>What the one who asks is told.</summary>
    public static string Refusal(HttpRequest request) => request.Host.HasValue
        ? $"is '{request.Host.Host}', under which this service does not answer; its operator can list it in {Setting}."
        : "is empty; name the host of the address.";

    /// <summary>A name as ASP.NET Core gives that of the Host header: Punycode decoded, brackets around an IPv6 address.</summary>
    private static string? NameOf(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        }

        var bare = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return text == "*" ? text
            : Uri.CheckHostName(bare) == UriHostNameType.Dns ? text[..^bare.Length] + HostString.FromUriComponent(new HostString(bare).ToUriComponent()).Host
            : null;
    }
}
