using System.Net;

namespace RasterAnalysis.CloudStores;

/// <summary>
/// How the vendors' clients, and whoever asks for signed addresses, connect. The hosts are the operator's own, so an address inside of the network is as good as another; redirects, proxies and
/// cookies there are none, as for all other hosts.
/// </summary>
public static class CloudStoreConnections
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A client by these rules.</summary>
    /// <param name="patience">How long an answer may take.</param>
    public static HttpClient CreateClient(TimeSpan patience) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = patience,
    };
}
