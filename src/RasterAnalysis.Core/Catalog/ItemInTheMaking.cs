using RasterAnalysis.Storage;

namespace RasterAnalysis.Catalog;

/// <summary>
/// Says, by a file among the process's uploads, that an item's folder is being filled although its record is not stored yet. A process that is killed meanwhile leaves it: by it the
/// leftover is known.
/// </summary>
public sealed class ItemInTheMaking : IDisposable
{
    private const string Extension = ".item";
    private readonly string _path;

    private ItemInTheMaking(string path) => _path = path;

    /// <summary>Says so, until this is disposed of.</summary>
    public static ItemInTheMaking Begin(DataLayout layout, string itemId)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Directory.CreateDirectory(layout.UploadFolder);
        var path = Path.Combine(layout.UploadFolder, itemId + Extension);
        File.WriteAllBytes(path, []);
        return new ItemInTheMaking(path);
    }

    /// <summary>Ids of the items that a process is making, or was when it ended.</summary>
    /// <param name="uploadFolder">The process's folder for uploads.</param>
    public static IReadOnlyList<string> In(string uploadFolder) => Directory.Exists(uploadFolder)
        ? [.. Directory.EnumerateFiles(uploadFolder, "*" + Extension).Select(Path.GetFileNameWithoutExtension).OfType<string>()] : [];

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);
}
