using System.Threading.RateLimiting;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.RateLimits;

/// <summary>
/// A bucket of permits for each caller and kind, which fills again at an even pace. Map clients ask in bursts, for all tiles of a map at once, and then hardly: a bucket lets a whole
/// burst through and then as much as comes back, where a window would let nothing through until the burst has left it.
/// </summary>
/// <remarks>Thread-safe. Buckets of callers who have not asked for a while, and so are full again, are forgotten.</remarks>
internal sealed class RateLimiters : IDisposable
{
    // .NET fills buckets no more often
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);
    private readonly (RateLimitKind Kind, RateLimit Limit, PartitionedRateLimiter<HttpContext> Buckets)[] _limiters;

    public RateLimiters(RateLimitSettings settings)
    {
        _limiters = [.. settings.Limits.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value, BucketsOf(pair.Key, pair.Value)))];
        All = _limiters.Length == 0 ? null : PartitionedRateLimiter.CreateChained([.. _limiters.Select(limiter => limiter.Buckets)]);
    }

    /// <summary>Takes a permit of each kind that an endpoint is of; null where nothing is limited.</summary>
    public PartitionedRateLimiter<HttpContext>? All { get; }

    /// <summary>What is left to a caller, of each kind that the endpoint is of.</summary>
    public IEnumerable<RateLimitState> StatesOf(HttpContext context) => _limiters.Where(limiter => Concerns(limiter.Kind, context)).Select(limiter => new RateLimitState(
        limiter.Kind, limiter.Limit, (int)Math.Clamp(limiter.Buckets.GetStatistics(context)?.CurrentAvailablePermits ?? limiter.Limit.Permits, 0, limiter.Limit.Permits)));

    public void Dispose()
    {
        All?.Dispose();
        foreach (var limiter in _limiters)
        {
            limiter.Buckets.Dispose();
        }
    }

    private static bool Concerns(RateLimitKind kind, HttpContext context) =>
        kind == RateLimitKind.Requests || context.GetEndpoint()?.Metadata.GetMetadata<RateLimitedOperation>()?.Kind == kind;

    private static PartitionedRateLimiter<HttpContext> BucketsOf(RateLimitKind kind, RateLimit limit)
    {
        // so many come back at once that it is not more often than that, and exactly so many in a window
        var atOnce = Math.Max(1, (int)Math.Ceiling(limit.Permits * (ShortestPeriod / limit.Window)));
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit.Permits, TokensPerPeriod = atOnce, ReplenishmentPeriod = limit.Window * atOnce / limit.Permits, QueueLimit = 0, AutoReplenishment = false,
        };
        return PartitionedRateLimiter.Create<HttpContext, string>(
            context => Concerns(kind, context) ? RateLimitPartition.GetTokenBucketLimiter(Callers.KeyOf(context), _ => options) : RateLimitPartition.GetNoLimiter(""));
    }
}
