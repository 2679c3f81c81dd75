namespace RasterAnalysis.Catalog;

/// <summary>Bounds on what is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Bytes that the files of one owner's items may have together.</summary>
    /// <value>Default 0: as many as there is room for.</value>
    public long MostPerUser { get; init; }
}
