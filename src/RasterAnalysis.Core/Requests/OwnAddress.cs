namespace RasterAnalysis.Requests;

/// <summary>One of this service's own addresses, named as an input. It is looked up in the catalog rather than fetched.</summary>
/// <param name="ItemId">The item, for addresses of items.</param>
/// <param name="ServiceName">The image or feature service, for addresses of services.</param>
internal sealed record OwnAddress(string? ItemId, string? ServiceName)
{
    /// <summary>Recognises an own address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="baseAddress">Address under which the client reached this service.</param>
    /// <returns>Null when it is no address of this service.</returns>
    public static OwnAddress? Parse(Uri address, Uri baseAddress)
    {
        var isOwn = address.Port == baseAddress.Port
            && (address.Host.Equals(baseAddress.Host, StringComparison.OrdinalIgnoreCase) || (address.IsLoopback && baseAddress.IsLoopback));
        if (!isOwn)
        {
            return null;
        }

        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var content = Array.FindIndex(parts, part => part.Equals("items", StringComparison.OrdinalIgnoreCase));
        if (content > 0 && content + 1 < parts.Length)
        {
            return new OwnAddress(parts[content + 1], null);
        }

        var server = Array.FindIndex(parts, part => part.Equals("ImageServer", StringComparison.OrdinalIgnoreCase) || part.Equals("FeatureServer", StringComparison.OrdinalIgnoreCase));
        return server > 0 ? new OwnAddress(null, Uri.UnescapeDataString(parts[server - 1])) : null;
    }
}
