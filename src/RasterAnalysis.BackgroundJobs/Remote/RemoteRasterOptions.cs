namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>How rasters of other servers are read; settings <c>RasterAnalysis__RemoteRasters__…</c>.</summary>
public sealed record RemoteRasterOptions
{
    /// <summary>Whether GeoTIFFs are read by ranges where their server gives them; false: every file is fetched whole.</summary>
    /// <value>Default true.</value>
    public bool ByRanges { get; init; } = true;

    /// <summary>Bytes of ranges that are kept for later jobs; 0: none.</summary>
    /// <value>Default 20 GiB.</value>
    public long CacheBytes { get; init; } = 20L << 30;

    /// <summary>How long a server may take for the beginning of an answer, and then for each further 256 KiB of it.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);
}
