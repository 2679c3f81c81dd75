namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Settings of section <c>RasterAnalysis:Audit</c>, and those that the audit watches.</summary>
public sealed record AuditSettings
{
    /// <summary>The shortest time for which records may be kept.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>How long records are kept.</summary>
    /// <value>Default 365 days.</value>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The settings that bear on security, by name, as they are given; of secrets only that they are.</summary>
    public IReadOnlyDictionary<string, string> Watched { get; init; } = new Dictionary<string, string>();
}
