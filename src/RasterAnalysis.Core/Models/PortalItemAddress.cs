namespace RasterAnalysis.Models;

/// <summary>
/// Addresses of items in a portal. Clients name a package by its item's address
/// (<c>docs/reference/arcgis-rest-behaviour.md#naming-a-raster-or-a-model</c>); its file lies below, at <c>data</c>.
/// </summary>
public static class PortalItemAddress
{
    /// <summary>The address of an item's file, for <c>…/sharing/rest/content/items/{id}</c> and <c>…/sharing/content/items/{id}</c>; any other address as it is.</summary>
    public static Uri DataOf(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        var parts = path.Split('/');
        var isItem = parts is [.., "content", "items", var id] && id.Length == 32 && id.All(char.IsAsciiHexDigit)
            && path.Contains("/sharing/", StringComparison.OrdinalIgnoreCase);
        return isItem ? new UriBuilder(address) { Path = $"{path}/data" }.Uri : address;
    }
}
