using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.RateLimits;

/// <summary>Limits how often callers ask, by ASP.NET Core's rate limiting: 429 with <c>Retry-After</c> (RFC 6585), or the error object of the ArcGIS face.</summary>
internal static class RateLimitSetup
{
    /// <summary>What probes and collectors ask: whatever callers do, it is answered.</summary>
    private static readonly PathString[] Unlimited = ["/healthz", "/metrics"];

    /// <summary>Registers the limits.</summary>
    /// <exception cref="InvalidRequestException">A setting cannot be used.</exception>
    public static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(RateLimitSettings.Read(configuration)).AddSingleton<RateLimiters>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<RateLimiters>((options, limiters) =>
        {
            options.GlobalLimiter = limiters.All;
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (refused, _) => new ValueTask(RefuseAsync(refused, limiters));
        });
    }

    /// <summary>Counts and refuses. It stands behind whatever says who asks, and ahead of whatever answers.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        var limiters = app.Services.GetRequiredService<RateLimiters>();
        if (limiters.All is null)
        {
            return;
        }

        app.UseWhen(context => !Array.Exists(Unlimited, path => context.Request.Path.StartsWithSegments(path)), limited =>
        {
            limited.UseRateLimiter();
            limited.Use((context, next) =>
            {
                // the exception handler forgets which endpoint it was, and clears what was set before the answer starts
                RateLimitState[] states = [.. limiters.StatesOf(context)];
                context.Response.OnStarting(() =>
                {
                    Say(context.Response, states);
                    return Task.CompletedTask;
                });
                return next(context);
            });
        });
    }

    /// <summary>Extends a call of the native API: callers may ask it only so often.</summary>
    public static RouteHandlerBuilder IsLimited(this RouteHandlerBuilder call, RateLimitKind kind) => call.WithMetadata(new RateLimitedOperation(kind));

    private static void Say(HttpResponse response, RateLimitState[] states)
    {
        if (states.Length > 0)
        {
            response.Headers[RateLimitState.PolicyHeader] = string.Join(", ", states.Select(state => state.Policy));
            response.Headers[RateLimitState.LeftHeader] = string.Join(", ", states.Select(state => state.Remaining));
        }
    }

    private static Task RefuseAsync(OnRejectedContext refused, RateLimiters limiters)
    {
        var context = refused.HttpContext;
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        RateLimitState[] states = [.. limiters.StatesOf(context)];
        Say(context.Response, states);
        var state = states.MinBy(state => state.Left);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"may make {state.Limit.Permits} {state.Name} at once, and as many again in {state.Limit.Window:c} (RasterAnalysis__RateLimits__{state.Kind}); try again in {wait} seconds.");
        var kind = Callers.KindOf(context);
        return ArcGisRefusal.Concerns(context.Request)
            ? ArcGisRefusal.WriteTooManyAsync(context, $"One {kind} {message}")
            : Refusal.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "rate-limit", "This caller asks too often.", new RequestError(kind, message));
    }
}
