namespace RasterAnalysis.Uploads;

/// <summary>Bounds on uploads that come in parts.</summary>
public sealed record UploadOptions
{
    /// <summary>How many may be there that are no items yet.</summary>
    /// <value>Default 100.</value>
    public int MaxUnfinished { get; init; } = 100;

    /// <summary>How long one may lie still; then it is removed.</summary>
    /// <value>Default one day.</value>
    public TimeSpan Expiration { get; init; } = TimeSpan.FromDays(1);
}
