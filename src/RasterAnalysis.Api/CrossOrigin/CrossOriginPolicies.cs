using Microsoft.AspNetCore.Cors.Infrastructure;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Uploads;

namespace RasterAnalysis.Api.CrossOrigin;

/// <summary>
/// The policy for the origin that asks. A listed one is echoed and may send credentials, as the portal of Esri's SDK does, which takes no <c>*</c> there;
/// where <c>*</c> is listed every other one gets <c>*</c>.
/// </summary>
internal sealed class CrossOriginPolicies(AllowedOrigins origins) : ICorsPolicyProvider
{
    /// <summary>What pages may read beside the headers that every page may: parts of files, names and addresses of what was made, when to ask again and how often, how far an upload is.</summary>
    private static readonly string[] Exposed =
    [
        "Accept-Ranges", "Content-Disposition", "Content-Length", "Content-Range", "ETag", "Link", "Location", "Retry-After", "WWW-Authenticate", "X-Total-Count",
        RateLimitState.LeftHeader, RateLimitState.PolicyHeader, .. UploadHeaders.OfAnswers,
    ];

    private static readonly TimeSpan PreflightAge = TimeSpan.FromDays(1);
    private static readonly CorsPolicy Nobody = new();
    private static readonly CorsPolicy Everybody = Open().AllowAnyOrigin().Build();

    /// <inheritdoc/>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) => Task.FromResult<CorsPolicy?>(
        context.Request.Headers.Origin.ToString() is { Length: > 0 } origin && origins.Listed.Contains(origin) ? Open().WithOrigins(origin).AllowCredentials().Build()
        : origins.Any ? Everybody
        : Nobody);

    private static CorsPolicyBuilder Open() => new CorsPolicyBuilder().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightAge);
}
