namespace RasterAnalysis.ArcGis;

/// <summary>What callers may do only so often, each by a limit of its own.</summary>
public enum RateLimitKind
{
    /// <summary>Every request but those for health and metrics, whatever else it is.</summary>
    Requests,

    /// <summary>Files that are brought: their beginning, not the parts in which they come.</summary>
    Uploads,

    /// <summary>Pictures, and what else is made while the caller waits.</summary>
    Pictures,

    /// <summary>Jobs.</summary>
    Submissions,
}
