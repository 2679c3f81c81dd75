using System.Net;
using System.Net.Sockets;

namespace RasterAnalysis.Api.RateLimits;

/// <summary>Who asks, as far as limits care: a user who has signed in, or else an address.</summary>
internal static class Callers
{
    // whoever has an IPv6 address mostly has all of its network
    private const int NetworkBytes = 8;

    /// <summary>A name for whoever asks; of users and addresses never the same.</summary>
    public static string KeyOf(HttpContext context) => IsUser(context) ? $"user {context.User.Identity!.Name}" : $"address {NetworkOf(context.Connection.RemoteIpAddress)}";

    /// <summary>What a caller is counted by, for people.</summary>
    public static string KindOf(HttpContext context) => IsUser(context) ? "user" : "address";

    private static bool IsUser(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name.Length: > 0 };

    private static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "none"; // a Unix socket
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, NetworkBytes)) : plain.ToString();
    }
}
