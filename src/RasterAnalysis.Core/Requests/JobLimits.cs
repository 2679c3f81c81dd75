namespace RasterAnalysis.Requests;

/// <summary>What the operator allows; section <c>RasterAnalysis</c> of the settings.</summary>
public sealed record JobLimits
{
    /// <summary>Hosts from which inputs may be fetched, each a name or address, with or without a port. Empty: none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Jobs that may be unfinished at once.</summary>
    /// <value>Default 1000.</value>
    public int MaxUnfinishedJobs { get; init; } = 1000;

    /// <summary>Jobs of one owner that may be unfinished at once; those about models are counted apart.</summary>
    /// <value>Default 0: as many as of all owners.</value>
    public int MaxUnfinishedPerUser { get; init; }

    /// <summary>How long a job may take from its start; one that takes longer ends as timed out.</summary>
    /// <value>Default zero: as long as it needs.</value>
    public TimeSpan MaxJobTime { get; init; }

    /// <summary>Bytes of a fetched or uploaded file.</summary>
    /// <value>Default 64 GiB.</value>
    public long MaxFileBytes { get; init; } = 64L << 30;
}
