namespace RasterAnalysis.Api.CrossOrigin;

/// <summary>Whose pages may use both APIs: the setting <c>RasterAnalysis__Cors__Origins</c>.</summary>
/// <param name="Listed">Origins as a browser sends them; their pages may send cookies and credentials.</param>
/// <param name="Any">Whether pages of every other origin may too, without credentials.</param>
internal sealed record AllowedOrigins(IReadOnlySet<string> Listed, bool Any)
{
    private const string Everybody = "*";
    private const string Setting = "RasterAnalysis__Cors__Origins__";

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidRequestException">An entry is no origin; names each of them.</exception>
    public static AllowedOrigins Read(IConfiguration configuration)
    {
        var (listed, any, errors) = (new HashSet<string>(StringComparer.Ordinal), false, new List<RequestError>());
        foreach (var entry in configuration.GetSection("RasterAnalysis:Cors:Origins").GetChildren().Where(entry => !string.IsNullOrWhiteSpace(entry.Value)))
        {
            var text = entry.Value!.Trim();
            if (text == Everybody)
            {
                any = true;
            }
            else if (OriginOf(text) is { } origin)
            {
                listed.Add(origin);
            }
            else
            {
                errors.Add(new RequestError(
                    $"{Setting}{entry.Key}", $"is '{text}'; it must be scheme and host, and the port where it is not the usual one, such as https://maps.example.org, or {Everybody} for every page."));
            }
        }

        return errors.Count == 0 ? new AllowedOrigins(listed, any) : throw new InvalidRequestException(errors);
    }

    /// <summary>An origin in the one way in which browsers write it: small letters, Punycode, no usual port.</summary>
    private static string? OriginOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        && address.PathAndQuery == "/" && address.Fragment.Length == 0 && address.UserInfo.Length == 0 && !address.Host.Contains('*', StringComparison.Ordinal)
            ? $"{address.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost)}{(address.IsDefaultPort ? "" : $":{address.Port}")}"
            : null;
}
