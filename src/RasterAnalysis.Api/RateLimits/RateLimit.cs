namespace RasterAnalysis.Api.RateLimits;

/// <summary>How often a caller may do something.</summary>
/// <param name="Permits">How often at once, and on average in each window; at least 1.</param>
/// <param name="Window">In what time as many come back; a second at least.</param>
internal sealed record RateLimit(int Permits, TimeSpan Window);
