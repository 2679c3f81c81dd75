using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Requests;

/// <summary>Where in a cloud store copies of results go: <c>/cloudStores/name/folder</c>, or <c>/cloudStores/name/folder/file.tif</c>.</summary>
public static class OutputStorePath
{
    private const string Extension = ".tif";

    /// <summary>Checks what a request asks for.</summary>
    /// <param name="cloud">The cloud stores.</param>
    /// <param name="path">The path; anybody may have written it.</param>
    /// <param name="field">The request's field, for faults.</param>
    /// <exception cref="InvalidRequestException">There is no such store, it takes no results, or the path is none.</exception>
    public static void Check(ICloudStores cloud, string path, string field)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        var writable = cloud.Names.Where(cloud.IsWritable).ToArray();
        var known = writable.Length == 0 ? "The settings let none be written to (RasterAnalysis__CloudStores__<name>__Writable)." : $"Cloud stores that take results: {string.Join(", ", writable)}.";
        if (CloudStorePath.TryParse(path) is not { } parsed)
        {
            throw new InvalidRequestException(field, $"must be a folder or a file in a cloud store, such as /cloudStores/<name>/maps or /cloudStores/<name>/maps/forest.tif. {known}");
        }

        if (!cloud.Has(parsed.Store) || !cloud.IsWritable(parsed.Store))
        {
            throw new InvalidRequestException(field, $"{(cloud.Has(parsed.Store) ? "The cloud store takes no results" : "There is no such cloud store")}. {known}");
        }

        AddressOf(path, "x", null, field);
    }

    /// <summary>The address of one result.</summary>
    /// <param name="path">The path, as it was checked.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="part">Name of a part of it; null where it is one raster.</param>
    /// <param name="field">The request's field, for faults.</param>
    public static Uri AddressOf(string path, string name, string? part, string field)
    {
        var parsed = CloudStorePath.TryParse(path) ?? throw new ArgumentException("It is no path in a cloud store.", nameof(path));
        var inside = parsed.Path.Trim('/');
        var file = inside.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || inside.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase) ? inside
            : inside.Length > 0 ? $"{inside}/{name}{Extension}" : name + Extension;
        var key = part is null ? file : $"{Path.ChangeExtension(file, null)}/{string.Concat(part.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'))}{Extension}";
        return CloudAddress.Of(parsed.Store, (parsed with { Path = key }).Key(field));
    }
}
