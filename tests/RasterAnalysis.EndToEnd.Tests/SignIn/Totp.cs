using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds).</summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

#pragma warning disable CA5350 // what authenticators reckon by
    public static string Code(string key, DateTimeOffset time)
    {
        var counter = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(time.ToUnixTimeSeconds() / 30));
        var hash = HMACSHA1.HashData(Bytes(key), counter);
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350

    private static byte[] Bytes(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
