using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Requests;

/// <summary>
/// Finds what a request names: items, files in raster stores and cloud stores, this service's own addresses, and addresses on hosts that the settings allow.
/// Nothing is opened here.
/// </summary>
public sealed class InputResolver(ICatalogStore catalog, RasterStores stores, ICloudStores cloud, HostRules hosts, SecretBox secrets)
{
    /// <summary>Finds a raster that somebody may use.</summary>
    /// <returns>Null when there was a fault, which went to <paramref name="errors"/>.</returns>
    public Task<ResolvedInput?> ResolveRasterAsync(
        SourceReference source, string field, Caller caller, Uri baseAddress, ICollection<RequestError> errors, CancellationToken cancellationToken) =>
        ResolveAsync(source, field, ItemType.ImageService, caller, baseAddress, errors, cancellationToken);

    /// <summary>Finds a model that somebody may use.</summary>
    /// <returns>Null when there was a fault, which went to <paramref name="errors"/>.</returns>
    public Task<ResolvedInput?> ResolveModelAsync(
        SourceReference source, string field, Caller caller, Uri baseAddress, ICollection<RequestError> errors, CancellationToken cancellationToken) =>
        ResolveAsync(source, field, ItemType.DeepLearningPackage, caller, baseAddress, errors, cancellationToken);

    private async Task<ResolvedInput?> ResolveAsync(
        SourceReference source, string field, ItemType type, Caller caller, Uri baseAddress, ICollection<RequestError> errors, CancellationToken cancellationToken)
    {
        var seen = new CallerCatalog(catalog, CurrentCaller.Of(caller));
        try
        {
            return source.Kind switch
            {
                SourceKind.Item => FromItem(await seen.FindRecordAsync(source.Value, cancellationToken).ConfigureAwait(false), source.Value, type, field),
                SourceKind.Uri => FromStore(source.Value, type, field),
                SourceKind.Inline => new ResolvedInput(new InputLocation(null, Document: source.Value), "model"),
                _ => await FromUrlAsync(source, type, field, seen, baseAddress, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (InvalidRequestException exception)
        {
            foreach (var error in exception.Errors)
            {
                errors.Add(error);
            }

            return null;
        }
    }

    private static ResolvedInput FromItem(CatalogItem? item, string id, ItemType type, string field)
    {
        var found = Usable(item, id, type, "raster", field);
        return new ResolvedInput(
            new InputLocation(found.DataPath, found.IsTrusted, Members: found.Members.Count > 0 ? found.Members : null, ItemId: found.Id), found.ServiceName ?? found.Title)
        {
            Speed = found.Model?.Speed,
        };
    }

    /// <summary>An item that a request names, where it is there and can be used.</summary>
    /// <param name="item">What was found; null for nothing.</param>
    /// <param name="id">What the request has.</param>
    /// <param name="type">What it must be.</param>
    /// <param name="content">What such an item holds, for people.</param>
    /// <param name="field">The parameter.</param>
    /// <exception cref="InvalidRequestException">It cannot be used; says why.</exception>
    internal static CatalogItem Usable(CatalogItem? item, string id, ItemType type, string content, string field)
    {
        var reason = item switch
        {
            null => $"There is no item '{id}'; GET /api/v1/items lists those that exist.",
            { IsReserved: true } => $"The item '{id}' has no {content} yet; it was made for the result of a job.",
            { NotReadyReason: { } why } => why,
            _ when item.Type != type => $"The item '{id}' is of type {item.Type.WireName()}; a {type.WireName()} is needed here.",
            _ => null,
        };
        return reason is null ? item! : throw new InvalidRequestException(field, reason);
    }

    private ResolvedInput FromStore(string uri, ItemType type, string field)
    {
        if (type == ItemType.DeepLearningPackage)
        {
            // ArcGIS Pro's name of a package on a remote server
            uri = uri.EndsWith(".dlpk_remote", StringComparison.OrdinalIgnoreCase) ? uri[..^"_remote".Length] : uri;
            if (CloudStoreUris.Find(cloud, stores, uri, field) is { } package)
            {
                return new ResolvedInput(new InputLocation(null, Url: package), NameOf(uri));
            }

            var path = stores.Resolve(uri, field);
            var extension = Path.GetExtension(path).ToLowerInvariant();
            return extension is ".dlpk" or ".emd" or ".zip" ? new ResolvedInput(new InputLocation(path, IsTrusted: true), NameOf(path))
                : throw new InvalidRequestException(field, $"'{uri}' is no model; name a .dlpk or an .emd.");
        }

        if (CloudStoreUris.Find(cloud, stores, uri, field) is { } address)
        {
            return new ResolvedInput(new InputLocation(null, Url: address), NameOf(uri));
        }

        var raster = stores.Resolve(uri, field);
        return new ResolvedInput(new InputLocation(raster, IsTrusted: true), NameOf(raster));
    }

    private async Task<ResolvedInput> FromUrlAsync(
        SourceReference source, ItemType type, string field, CallerCatalog seen, Uri baseAddress, CancellationToken cancellationToken)
    {
        var url = source.Value;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new InvalidRequestException(field, $"'{Json.TokenRedaction.RedactAddress(url)}' is no http or https address.");
        }

        var isService = type == ItemType.ImageService && address.AbsolutePath.TrimEnd('/').EndsWith("/ImageServer", StringComparison.OrdinalIgnoreCase);
        if ((source.RenderingRule ?? source.MosaicRule) is not null && !isService)
        {
            throw new InvalidRequestException(field, "has a renderingRule or a mosaicRule, which only image services take; the address must end in /ImageServer.");
        }

        // with a rule the service itself has to answer, if its operator lets it ask itself
        if (OwnAddress.Parse(address, baseAddress) is { } own && (source is { RenderingRule: null, MosaicRule: null } || !hosts.IsListed(address)))
        {
            if ((source.RenderingRule ?? source.MosaicRule) is not null)
            {
                throw new InvalidRequestException(
                    field, "is an image service of this service, whose raster is read directly, without renderingRule or mosaicRule; leave them out to classify the stored values.");
            }

            var item = own.ItemId is { } id
                ? await seen.FindRecordAsync(id, cancellationToken).ConfigureAwait(false)
                : await seen.FindServiceAsync(own.ServiceName!, cancellationToken).ConfigureAwait(false);
            return FromItem(item, own.ItemId ?? own.ServiceName!, type, field);
        }

        if (isService)
        {
            return FromService(address, source, field);
        }

        if (address.AbsolutePath.Contains("/FeatureServer", StringComparison.OrdinalIgnoreCase) || address.AbsolutePath.Contains("/MapServer", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException(field, "Feature services are not read; give the polygons themselves, as GeoJSON or as an Esri feature set.");
        }

        hosts.Check(address, field);
        return new ResolvedInput(new InputLocation(null, Url: address, Stac: source.Stac), NameOf(Uri.UnescapeDataString(address.AbsolutePath)));
    }

    private ResolvedInput FromService(Uri address, SourceReference source, string field)
    {
        hosts.Check(address, field);
        var token = source.ServiceToken ?? TokenOf(address);
        var parts = address.AbsolutePath.TrimEnd('/').Split('/');

        // no user name, no query: what is secret goes sealed, the rest is not the service's address
        var service = new ImageServiceSource(
            new Uri($"{address.Scheme}://{address.Authority}{address.AbsolutePath.TrimEnd('/')}"), source.RenderingRule, source.MosaicRule,
            string.IsNullOrWhiteSpace(token) ? null : secrets.Seal(token));
        return new ResolvedInput(new InputLocation(null, Service: service), NameOf(Uri.UnescapeDataString(parts[^2])));
    }

    private static string? TokenOf(Uri address) => address.Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0].Equals("token", StringComparison.OrdinalIgnoreCase))
        .Select(pair => Uri.UnescapeDataString(pair[1].Replace('+', ' '))).FirstOrDefault();

    private static string NameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length > 0 ? name : "input";
    }
}
