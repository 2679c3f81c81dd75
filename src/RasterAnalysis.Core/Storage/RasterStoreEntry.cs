namespace RasterAnalysis.Storage;

/// <summary>Something in a folder of a raster store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Full path.</param>
public sealed record RasterStoreEntry(string Name, RasterStoreEntryKind Kind, string Path)
{
    /// <summary>Bytes of the file; null of a folder, and of a raster that is one.</summary>
    public long? Size => new FileInfo(Path) is { Exists: true } file ? file.Length : null;

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset Modified => new(File.GetLastWriteTimeUtc(Path));
}
