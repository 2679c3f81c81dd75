using RasterAnalysis.ArcGis;
using Serilog.Events;

namespace RasterAnalysis.Api.Telemetry;

/// <summary>How loud a request is in the log: what polls is quiet, and so are pictures, of which a map asks for dozens at once and which the metrics count; what fails is loud.</summary>
internal static class RequestLogLevel
{
    private static readonly string[] Quiet = ["/healthz", "/metrics", "/hangfire", "/swagger"];

    /// <summary>Whether a request has a span of its own: what only polls and probes has none.</summary>
    public static bool IsWorthASpan(HttpContext context) => !IsQuiet(context.Request.Path.Value ?? "");

    public static LogEventLevel Of(HttpContext context, double milliseconds, Exception? exception)
    {
        if (exception is not null || context.Response.StatusCode >= 500)
        {
            return LogEventLevel.Error;
        }

        var path = context.Request.Path.Value ?? "";
        var isPoll = path.Contains("/jobs/", StringComparison.OrdinalIgnoreCase) && HttpMethods.IsGet(context.Request.Method);
        return isPoll || IsQuiet(path) || IsPictureMade(context) ? LogEventLevel.Debug : LogEventLevel.Information;
    }

    private static bool IsPictureMade(HttpContext context) =>
        context.Response.StatusCode < StatusCodes.Status400BadRequest && context.GetEndpoint()?.Metadata.GetMetadata<RateLimitedOperation>()?.Kind == RateLimitKind.Pictures;

    private static bool IsQuiet(string path) => Quiet.Any(prefix => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
