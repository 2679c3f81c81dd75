namespace RasterAnalysis.Storage.Cloud;

/// <summary>How requests name what lies in a cloud store: <c>/cloudStores/name/path</c>, as ArcGIS does. Anybody may have written it.</summary>
/// <param name="Store">The store.</param>
/// <param name="Path">The path in it; empty for the store itself.</param>
public sealed record CloudStorePath(string Store, string Path)
{
    /// <summary>Begins the paths.</summary>
    public const string Prefix = "/cloudStores/";

    // S3's and Azure's
    private const int LongestKey = 1024;

    /// <summary>Takes a path apart; null when it is none of a cloud store.</summary>
    public static CloudStorePath? TryParse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var parts = uri[Prefix.Length..].Split('/', 2);
        return new CloudStorePath(parts[0], parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>The path as the key of an object, or as the beginning of keys.</summary>
    /// <exception cref="InvalidRequestException">It is none.</exception>
    public string Key(string field)
    {
        var parts = Path.Split('/');
        return Path.Length <= LongestKey && parts.All(part => part is not ("" or "." or "..")) && !Path.Any(char.IsControl)
            ? Path
            : throw new InvalidRequestException(field, $"does not name an object in the cloud store '{Store}': write {Prefix}{Store}/<path>, at most {LongestKey} characters, without '..' and '//'.");
    }
}
