using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Catalog;

/// <summary>Finds what a request for a layer names: files in raster stores and in cloud stores, also many at once by <c>*</c> and <c>?</c> in the last part of a path.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class LayerSources(RasterStores stores, ICloudStores cloud)
{
    private const int MostListed = 100_000;

    /// <summary>Finds them, in the order of the request, and those of one pattern by their names.</summary>
    /// <param name="uris">Paths in stores; the field <c>uris</c> of the request.</param>
    /// <param name="most">The most that a layer is made of.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="InvalidRequestException">Some of them are not there, or there are too many; names all of the faults.</exception>
    public async Task<IReadOnlyList<LayerSource>> FindAsync(IReadOnlyList<string> uris, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uris);
        var (found, errors) = (new List<LayerSource>(uris.Count), new List<RequestError>());
        foreach (var (number, uri) in uris.Index())
        {
            try
            {
                found.AddRange(await FindAsync(uri, uris.Count == 1 ? "uris" : $"uris[{number}]", cancellationToken).ConfigureAwait(false));
            }
            catch (InvalidRequestException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }

        return errors.Count > 0 ? throw new InvalidRequestException(errors)
            : found.Count > most ? throw new InvalidRequestException("uris", $"names {found.Count} rasters; {most} are the most.")
            : found;
    }

    private async Task<IEnumerable<LayerSource>> FindAsync(string uri, string field, CancellationToken cancellationToken)
    {
        var (folder, pattern) = (uri[..(uri.LastIndexOf('/') + 1)], uri[(uri.LastIndexOf('/') + 1)..]);
        var isPattern = pattern.AsSpan().ContainsAny('*', '?');
        if (CloudStoreUris.Find(cloud, stores, isPattern ? folder + "x" : uri, field) is { } address)
        {
            return isPattern
                ? await MatchingAsync(CloudStorePath.TryParse(folder)!, pattern, uri, field, cancellationToken).ConfigureAwait(false)
                : [new LayerSource(pattern, null, address)];
        }

        if (!isPattern || !RasterStores.TrySplit(folder, out var store, out var path))
        {
            return [new LayerSource(Path.GetFileName(pattern), stores.Resolve(uri, field), null)];
        }

        var files = stores.List(store, path).Where(entry => entry.Kind == RasterStoreEntryKind.Raster && IsMatch(pattern, entry.Name));
        return Some(files.Select(entry => new LayerSource(entry.Name, entry.Path, null)), uri, field);
    }

    private async Task<IEnumerable<LayerSource>> MatchingAsync(CloudStorePath folder, string pattern, string uri, string field, CancellationToken cancellationToken)
    {
        var entries = await cloud.ListAsync(folder.Store, folder.Path, MostListed, cancellationToken).ConfigureAwait(false);
        var objects = entries.Where(entry => !entry.IsFolder && IsMatch(pattern, entry.Name));
        return Some(objects.Select(entry => new LayerSource(entry.Name, null, CloudAddress.Of(folder.Store, entry.Key))), uri, field);
    }

    private static List<LayerSource> Some(IEnumerable<LayerSource> found, string uri, string field) =>
        found.ToList() is { Count: > 0 } some ? some : throw new InvalidRequestException(field, $"There is no file like '{uri}'; * stands for any letters of a name, ? for one, in its last part alone.");

    private static bool IsMatch(string pattern, string name) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
