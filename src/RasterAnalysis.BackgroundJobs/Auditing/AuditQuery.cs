namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Which records somebody wants to see. What is null does not choose.</summary>
public sealed record AuditQuery
{
    /// <summary>Name of the user, in any case.</summary>
    public string? User { get; init; }

    /// <summary>A word of the actions.</summary>
    public string? Action { get; init; }

    /// <summary>Id of what it was done to.</summary>
    public string? Target { get; init; }

    /// <summary>The earliest time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The time before which it was.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only records before the one of this id.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 100;
}
