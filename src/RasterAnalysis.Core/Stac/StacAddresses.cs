using RasterAnalysis.Json;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Stac;

/// <summary>Finds the address of an asset: that of its href, or of the first alternate one that may be fetched.</summary>
public static class StacAddresses
{
    /// <summary>Finds it. Nothing is fetched.</summary>
    /// <param name="item">The item.</param>
    /// <param name="asset">Its asset.</param>
    /// <param name="hosts">Which hosts may be asked.</param>
    /// <param name="field">The request's field that named the document.</param>
    /// <exception cref="InvalidRequestException">There is none that may be fetched.</exception>
    public static Uri Of(StacItem item, StacAsset asset, HostRules hosts, string field)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(hosts);
        return asset.Alternates.Prepend(asset.Href).Select(href => Resolve(item.Base, href)).FirstOrDefault(address => address is not null && hosts.IsListed(address))
            ?? throw new InvalidRequestException(field, $"{PlaceOf(item, asset)} of the STAC item '{item.Id}' {WhyNot(item, asset)}");
    }

    /// <summary>Where the href of an asset stands in the document.</summary>
    public static string PlaceOf(StacItem item, StacAsset asset)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(asset);
        return $"{item.Place}assets.{asset.Key}.href";
    }

    private static string WhyNot(StacItem item, StacAsset asset)
    {
        var others = asset.Alternates.Count > 0 ? ", nor are its alternates" : "";
        if (Resolve(item.Base, asset.Href) is { } address)
        {
            return $"leads to the host '{address.Authority}', which is not one that this service may fetch from{others}; its operator can list it in RasterAnalysis__AllowedHosts.";
        }

        var shown = TokenRedaction.RedactAddress(asset.Href.Length <= 200 ? asset.Href : $"{asset.Href[..200]}…");
        return asset.Href.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)
            ? $"is '{shown}': s3 addresses are not read{others}; give an item with https hrefs, for example of the bucket's https address."
            : $"is '{shown}', which is no http or https address, nor relative to one{others}.";
    }

    private static Uri? Resolve(Uri parent, string href) =>
        Uri.TryCreate(parent, href.Trim(), out var address) && address.Scheme is ("http" or "https") && address.Host.Length > 0 ? address : null;
}
