using System.Net;
using System.Net.Sockets;

namespace RasterAnalysis.Storage;

/// <summary>
/// Which hosts the service may fetch inputs from: those that the settings list, and no other. Loopback and private addresses are refused
/// unless they are listed as such, also when a listed name leads to one.
/// </summary>
/// <param name="allowed">Names or addresses, with or without a port; <c>example.com:8443</c>, <c>127.0.0.1</c>.</param>
public sealed class HostRules(IReadOnlyList<string> allowed)
{
    /// <summary>Checks an address before a job is taken in.</summary>
    /// <exception cref="InvalidRequestException">Its host is not listed.</exception>
    public void Check(Uri address, string field)
    {
        if (!IsListed(address))
        {
            throw new InvalidRequestException(
                field, $"The host '{address.Authority}' is not one that this service may fetch from; its operator can list it in RasterAnalysis__AllowedHosts.");
        }
    }

    /// <summary>Whether the settings list the host of an address.</summary>
    public bool IsListed(Uri address) => allowed.Any(entry =>
        entry.Equals(address.Host, StringComparison.OrdinalIgnoreCase)
        || entry.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase)
        || entry.Equals($"{address.Host}:{address.Port}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a connection may be made to an address that a name led to.</summary>
    /// <param name="name">The host as the request names it.</param>
    /// <param name="address">Where the name led.</param>
    public static bool MayConnect(string name, IPAddress address) => !IsInternal(address) || IPAddress.TryParse(name.Trim('[', ']'), out _) || name == "localhost";

    private static bool IsInternal(IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(ip) || ip.IsIPv6LinkLocal || ip.IsIPv6SiteLocal || ip.IsIPv6UniqueLocal || ip.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        if (ip.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        var b = ip.GetAddressBytes();
        return b[0] is 0 or 10 or 127 or >= 224 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168)
            || (b[0] == 169 && b[1] == 254) || (b[0] == 100 && b[1] is >= 64 and < 128);
    }
}
