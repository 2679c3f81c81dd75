using RasterAnalysis.Storage;

namespace RasterAnalysis.Catalog;

/// <summary>
/// Says, by a file in the process's folder, that an item's folder is being filled although its record is not stored yet. A process that is killed meanwhile leaves it: by it the
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
        var path = Path.Combine(Directory.CreateDirectory(layout.ProcessFolder(layout.ProcessId)).FullName, itemId + Extension);
        File.WriteAllBytes(path, []);
        return new ItemInTheMaking(path);
    }

    /// <summary>Ids of the items that a process is making, or was when it ended.</summary>
    /// <param name="processFolder">The process's folder.</param>
    public static IReadOnlyList<string> In(string processFolder) => Directory.Exists(processFolder)
        ? [.. Directory.EnumerateFiles(processFolder, "*" + Extension).Select(Path.GetFileNameWithoutExtension).OfType<string>()] : [];

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);
}
