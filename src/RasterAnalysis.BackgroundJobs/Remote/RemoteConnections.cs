using System.Net;
using System.Net.Sockets;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// How this service connects to strangers' hosts, the one place for it (for the operator's own there is <see cref="CloudStoreConnections"/>): redirects are not followed, there is no proxy and no cookie, and a name that
/// leads to a loopback or private address is not connected to, so that nobody reaches through the service into the network behind it. Whether a
/// host is listed is the caller's to check, before each request.
/// </summary>
internal static class RemoteConnections
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A client by these rules. It has no time limit of its own, and answers come as they are sent, not decompressed.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        ConnectCallback = ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var usable = addresses.FirstOrDefault(address => HostRules.MayConnect(host, address))
            ?? throw new HttpRequestException($"the name '{host}' leads to a loopback or private address, which is refused");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // the address that was checked is the one connected to: a second look-up could lead elsewhere
            await socket.ConnectAsync(usable, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
