using System.Net;

namespace RasterAnalysis.Api.HostNames;

/// <summary>Where Kestrel will listen, by the settings that it reads.</summary>
internal static class ListenAddresses
{
    /// <summary>The first address that other machines can reach; null when there is none.</summary>
    /// <param name="configuration">The host's: <c>Kestrel:Endpoints</c> counts before <c>urls</c>, which counts before <c>http_ports</c> and <c>https_ports</c>.</param>
    public static string? OffLoopback(IConfiguration configuration)
    {
        string?[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"])];
        var addresses = endpoints.Length > 0 ? endpoints : configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? Split(urls)
            : [.. Ports(configuration, WebHostDefaults.HttpPortsKey, "http"), .. Ports(configuration, WebHostDefaults.HttpsPortsKey, "https")];
        return addresses.FirstOrDefault(address => address is not null && !IsLocal(address));
    }

    private static IEnumerable<string> Ports(IConfiguration configuration, string key, string scheme) =>
        Split(configuration[key] ?? "").Select(port => $"{scheme}://*:{port}");

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsLocal(string text)
    {
        try
        {
            // any other name than localhost makes Kestrel listen everywhere
            var address = BindingAddress.Parse(text);
            return address.IsUnixPipe || address.IsNamedPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return true; // Kestrel refuses it
        }
    }
}
