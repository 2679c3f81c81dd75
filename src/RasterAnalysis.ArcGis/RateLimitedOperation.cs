namespace RasterAnalysis.ArcGis;

/// <summary>Metadata of an endpoint that callers may ask only so often, beside how often they may ask at all.</summary>
/// <param name="kind">By which limit.</param>
public sealed class RateLimitedOperation(RateLimitKind kind)
{
    /// <summary>By which limit.</summary>
    public RateLimitKind Kind { get; } = kind;
}
