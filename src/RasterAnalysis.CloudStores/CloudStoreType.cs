namespace RasterAnalysis.CloudStores;

/// <summary>What a store speaks.</summary>
public enum CloudStoreType
{
    /// <summary>Amazon S3, and what is compatible with it.</summary>
    S3,

    /// <summary>Azure Blob Storage.</summary>
    AzureBlob,

    /// <summary>A folder of a web server, to be read by everybody.</summary>
    Http,
}
