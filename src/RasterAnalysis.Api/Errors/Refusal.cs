namespace RasterAnalysis.Api.Errors;

/// <summary>Refuses a request ahead of whatever answers, by the same kind of problem as the endpoints' own.</summary>
internal static class Refusal
{
    /// <summary>Answers with a problem (RFC 9457).</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Stable word for programs.</param>
    /// <param name="title">Its kind in words.</param>
    /// <param name="error">What is wrong and what would be right.</param>
    public static Task WriteAsync(HttpContext context, int status, string code, string title, RequestError error)
    {
        context.Response.StatusCode = status;
        return context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context, ProblemDetails = ProblemDetailsMapping.Problem(status, code, title, $"{error.Field}: {error.Message}", [error]),
        }).AsTask();
    }
}
