namespace RasterAnalysis.Storage.Cloud;

/// <summary>Something in a cloud store: an object, or what several keys have in common up to a slash.</summary>
/// <param name="Key">Its key; of a folder with the slash.</param>
/// <param name="Size">Bytes; null of a folder.</param>
/// <param name="Modified">When it was written; null of a folder.</param>
public sealed record CloudObject(string Key, long? Size, DateTimeOffset? Modified)
{
    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Key.EndsWith('/');

    /// <summary>What it is, by its name; null for what is neither a folder nor a raster nor a package.</summary>
    public RasterStoreEntryKind? Kind => IsFolder ? RasterStoreEntryKind.Folder : RasterStoreFolder.KindOfFile(Name);

    /// <summary>The last part of its key.</summary>
    public string Name => Key.TrimEnd('/')[(Key.TrimEnd('/').LastIndexOf('/') + 1)..];
}
