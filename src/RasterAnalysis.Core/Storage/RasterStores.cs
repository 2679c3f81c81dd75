using RasterAnalysis.Rasters;

namespace RasterAnalysis.Storage;

/// <summary>
/// The operator's folders that jobs may read: <c>/rasterStores/name/…</c>, also spelt <c>/fileShares/name/…</c>. A path never leads out of
/// its store by itself; links that the operator has laid in it are followed, and those that lead out of it are not listed.
/// </summary>
/// <param name="stores">Folders by name; names in any case.</param>
public sealed class RasterStores(IReadOnlyDictionary<string, string> stores)
{
    private static readonly string[] Prefixes = ["/rasterStores/", "/fileShares/", "/cloudStores/"];
    private readonly Dictionary<string, string> _stores =
        stores.ToDictionary(pair => pair.Key, pair => Path.TrimEndingDirectorySeparator(Path.GetFullPath(pair.Value)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the file that a uri names.</summary>
    /// <param name="uri">For example <c>/rasterStores/imagery/2024/scene.tif</c>.</param>
    /// <param name="field">The request's field, for faults.</param>
    /// <returns>Full path of an existing file or folder (some rasters are folders), with <c>#</c> and the name of a variable if the uri has them (<see cref="VariablePath"/>).</returns>
    /// <exception cref="InvalidRequestException">The uri is in no store, leads out of it, or names nothing.</exception>
    public string Resolve(string uri, string field)
    {
        if (!TrySplit(uri, out var name, out var inside))
        {
            throw new InvalidRequestException(field, $"'{Shorten(uri)}' is in no raster store; write /rasterStores/<name>/<path>. {Known()}");
        }

        if (!_stores.TryGetValue(name, out var folder))
        {
            throw new InvalidRequestException(field, $"There is no raster store '{Shorten(name)}'. {Known()}");
        }

        if (inside.Length == 0)
        {
            throw new InvalidRequestException(field, $"'{Shorten(uri)}' is a store; name a file in it, as /rasterStores/{Shorten(name)}/<path>.");
        }

        if (inside.Contains('\0', StringComparison.Ordinal) || inside.Split('/', '\\').Contains(".."))
        {
            throw new InvalidRequestException(field, $"'{Shorten(uri)}' does not name a file inside the store; '..' is not taken.");
        }

        var path = Path.GetFullPath(Path.Combine(folder, inside.TrimStart('/')));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && (Path.Exists(path) || VariablePath.Of(path).Variable is not null)
            ? path
            : throw new InvalidRequestException(field, $"There is no file '{Shorten(uri)}'; look up its path in the store, letter by letter.");
    }

    /// <summary>Takes a path apart into the store's name and the way inside, both as they are written.</summary>
    public static bool TrySplit(string uri, out string store, out string inside)
    {
        ArgumentNullException.ThrowIfNull(uri);
        (store, inside) = ("", "");
        if (Prefixes.FirstOrDefault(p => uri.StartsWith(p, StringComparison.OrdinalIgnoreCase)) is not { } prefix)
        {
            return false;
        }

        (store, inside) = uri[prefix.Length..].Split('/', 2) is [var name, var rest] ? (name, rest) : (uri[prefix.Length..], "");
        return true;
    }

    /// <summary>Names of the stores, as the settings have them.</summary>
    public IReadOnlyList<string> Names => [.. _stores.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is in a folder of a store: folders, rasters and packages by their names.</summary>
    /// <param name="name">The store.</param>
    /// <param name="path">The folder's path in it; empty for the store itself. May be hostile.</param>
    /// <returns>All of it, folders first.</returns>
    /// <exception cref="NotFoundException">There is no such store.</exception>
    /// <exception cref="InvalidRequestException">The path is no folder in the store, leads out of it, or cannot be read.</exception>
    public IReadOnlyList<RasterStoreEntry> List(string name, string path)
    {
        if (!_stores.TryGetValue(name, out var store))
        {
            throw new NotFoundException("raster store", Shorten(name));
        }

        try
        {
            var folder = path.Trim('/').Length == 0 ? store : Resolve($"{Prefixes[0]}{name}/{path}", "path");
            return Directory.Exists(folder) && RasterStoreFolder.IsInside(store, Path.TrimEndingDirectorySeparator(folder)) ? RasterStoreFolder.List(store, folder)
                : throw new InvalidRequestException("path", $"There is no folder '{Shorten(path)}' in the store.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("path", $"The folder '{Shorten(path)}' cannot be read by the service.");
        }
    }

    private string Known() => _stores.Count == 0
        ? "The settings name no store (RasterAnalysis__RasterStores__<name>)."
        : $"Stores: {string.Join(", ", _stores.Keys.Order(StringComparer.OrdinalIgnoreCase))}.";

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
