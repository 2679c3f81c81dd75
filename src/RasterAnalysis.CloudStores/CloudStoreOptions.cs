namespace RasterAnalysis.CloudStores;

/// <summary>One of the operator's stores: <c>RasterAnalysis__CloudStores__name</c>.</summary>
public sealed record CloudStoreOptions
{
    /// <summary>What it speaks.</summary>
    public required CloudStoreType Type { get; init; }

    /// <summary>Its address. S3: of a compatible server; null for Amazon's own, by <see cref="Region"/>. Azure: of the account. Http: of the folder.</summary>
    public Uri? Url { get; init; }

    /// <summary>S3: the bucket. Azure: the container.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>S3: the region.</summary>
    /// <value>Default <c>us-east-1</c>.</value>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Where keys come from.</summary>
    public CloudStoreCredentials Credentials { get; init; }

    /// <summary>S3: id of the access key. Azure: name of the account.</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>The key itself.</summary>
    public string SecretKey { get; init; } = "";

    /// <summary>S3: token of keys that hold for a while; empty for none.</summary>
    public string SessionToken { get; init; } = "";

    /// <summary>S3: whether the reader pays for what is read.</summary>
    public bool RequesterPays { get; init; }

    /// <summary>Azure: a shared access signature, in place of a key; without the question mark.</summary>
    public string SasToken { get; init; } = "";

    /// <summary>Whether jobs may write into it.</summary>
    public bool IsWritable { get; init; }
}
