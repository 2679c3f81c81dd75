namespace RasterAnalysis.Api.Errors;

/// <summary>Whatever is answered with 503 (RFC 9110, 10.2.3) or 429 (RFC 6585, 4) says when to try again.</summary>
internal static class RetryAfterHeader
{
    // what is busy, broken or missing for a moment is mostly over in that time
    private const string Seconds = "5";

    /// <summary>Has the header added where it is missing.</summary>
    public static void UseRetryAfter(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response is { StatusCode: StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests } response && response.Headers.RetryAfter.Count == 0)
            {
                response.Headers.RetryAfter = Seconds;
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
