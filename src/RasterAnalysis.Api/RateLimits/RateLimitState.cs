using System.Globalization;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.RateLimits;

/// <summary>What is left to a caller of one kind, and how headers say it (draft-ietf-httpapi-ratelimit-headers-10).</summary>
/// <param name="Kind">What is limited.</param>
/// <param name="Limit">How.</param>
/// <param name="Left">Permits that the caller has now.</param>
internal readonly record struct RateLimitState(RateLimitKind Kind, RateLimit Limit, int Left)
{
    /// <summary>Header of what is allowed: <c>q</c> permits in <c>w</c> seconds.</summary>
    public const string PolicyHeader = "RateLimit-Policy";

    /// <summary>Header of what is left: <c>r</c> permits, and <c>t</c> seconds until it is all of them again.</summary>
    public const string LeftHeader = "RateLimit";

    /// <summary>The settings' name of what is limited, in small letters as in headers and sentences.</summary>
    public string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>For <see cref="PolicyHeader"/>.</summary>
    public string Policy => string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={Limit.Permits};w={Math.Ceiling(Limit.Window.TotalSeconds)}");

    /// <summary>For <see cref="LeftHeader"/>.</summary>
    public string Remaining =>
        string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={Left};t={Math.Ceiling(Limit.Window.TotalSeconds * (Limit.Permits - Left) / Limit.Permits)}");
}
