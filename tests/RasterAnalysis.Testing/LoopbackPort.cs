using System.Net;
using System.Net.Sockets;

namespace RasterAnalysis.Testing;

/// <summary>Ports of this machine.</summary>
public static class LoopbackPort
{
    /// <summary>A port that nobody listens on just now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
