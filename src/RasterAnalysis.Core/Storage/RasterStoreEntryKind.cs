namespace RasterAnalysis.Storage;

/// <summary>What something in a raster store is, by its name: nothing is opened to find out.</summary>
public enum RasterStoreEntryKind
{
    /// <summary>A folder to look into.</summary>
    Folder,

    /// <summary>A raster; some are folders.</summary>
    Raster,

    /// <summary>A model package.</summary>
    Package,
}
