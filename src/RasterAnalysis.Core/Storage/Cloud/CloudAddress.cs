using System.Diagnostics.CodeAnalysis;

namespace RasterAnalysis.Storage.Cloud;

/// <summary>
/// How an object in a cloud store stands where an address is expected: <c>cloudstore:/name/key</c>, each part of the key escaped. It says neither where the store is nor with what it is opened,
/// and no request can give one: requests write <c>/cloudStores/name/key</c>, other addresses are http and https.
/// </summary>
public static class CloudAddress
{
    private const string Scheme = "cloudstore";

    /// <summary>The address of an object.</summary>
    /// <param name="store">Name of the store.</param>
    /// <param name="key">Key of the object; its parts, between slashes, are neither empty nor dots alone.</param>
    public static Uri Of(string store, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Uri($"{Scheme}:/{Uri.EscapeDataString(store)}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}");
    }

    /// <summary>Takes an address apart.</summary>
    public static bool TryRead(Uri address, [NotNullWhen(true)] out string? store, [NotNullWhen(true)] out string? key)
    {
        ArgumentNullException.ThrowIfNull(address);
        (store, key) = (null, null);
        if (address.Scheme != Scheme || address.AbsolutePath.TrimStart('/').Split('/', 2) is not [var name, var rest])
        {
            return false;
        }

        (store, key) = (Uri.UnescapeDataString(name), Uri.UnescapeDataString(rest));
        return true;
    }

    /// <summary>The path by which requests name the object; null when the address is another one.</summary>
    public static string? PathOf(Uri address) => TryRead(address, out var store, out var key) ? $"{CloudStorePath.Prefix}{store}/{key}" : null;
}
