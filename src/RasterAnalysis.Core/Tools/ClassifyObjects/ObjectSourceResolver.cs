using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Finds the features that a request names: items, layers of this service, and layers on hosts that the settings allow. Nothing is opened here.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ObjectSourceResolver(ICatalogStore catalog, HostRules hosts)
{
    private const string Field = "inputFeatures";

    /// <summary>Finds features that somebody may use.</summary>
    /// <exception cref="InvalidRequestException">They do not exist, or are not allowed.</exception>
    internal async Task<ObjectSource> ResolveAsync(ObjectReference reference, Caller caller, Uri baseAddress, CancellationToken cancellationToken)
    {
        if (reference.Source is not { } source)
        {
            return new ObjectSource("the features of the request", Given: reference.Given, Reference: reference.Reference);
        }

        var seen = new CallerCatalog(catalog, CurrentCaller.Of(caller));
        if (source.Kind == SourceKind.Item)
        {
            return FromItem(await seen.FindRecordAsync(source.Value, cancellationToken).ConfigureAwait(false), source.Value, reference.Where);
        }

        if (!Uri.TryCreate(source.Value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidRequestException(Field, $"'{TokenRedaction.RedactAddress(source.Value)}' is no http or https address.");
        }

        if (OwnAddress.Parse(address, baseAddress) is { } own)
        {
            var item = own.ItemId is { } id
                ? await seen.FindRecordAsync(id, cancellationToken).ConfigureAwait(false)
                : await seen.FindServiceAsync(own.ServiceName!, cancellationToken).ConfigureAwait(false);
            return FromItem(item, own.ItemId ?? own.ServiceName!, reference.Where);
        }

        return FromLayer(address, source, reference.Where);
    }

    private static ObjectSource FromItem(CatalogItem? item, string id, string? where)
    {
        var found = InputResolver.Usable(item, id, ItemType.FeatureService, "features", Field);
        return new ObjectSource(found.ServiceName ?? found.Title, new InputLocation(found.DataPath, ItemId: found.Id), where);
    }

    private ObjectSource FromLayer(Uri address, SourceReference source, string? where)
    {
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var server = Array.FindIndex(parts, part => part.Equals("FeatureServer", StringComparison.OrdinalIgnoreCase) || part.Equals("MapServer", StringComparison.OrdinalIgnoreCase));
        if (server < 1 || parts.Length > server + 2 || (parts.Length == server + 2 && !parts[^1].All(char.IsAsciiDigit)))
        {
            throw new InvalidRequestException(Field, $"'{TokenRedaction.RedactAddress(source.Value)}' is no layer of a feature service; its address ends in /FeatureServer/ and the layer's number.");
        }

        hosts.Check(address, Field);
        var path = $"/{string.Join('/', parts)}{(parts.Length == server + 1 ? "/0" : "")}";
        var query = source.ServiceToken is { Length: > 0 } token ? $"?token={Uri.EscapeDataString(token)}" : address.Query;

        // no user name: what is secret is in the query, which is sealed with the address
        return new ObjectSource(
            Uri.UnescapeDataString(parts[server - 1]), new InputLocation(null, Url: new Uri($"{address.Scheme}://{address.Authority}{path}{query}")), where);
    }
}
