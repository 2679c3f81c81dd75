namespace RasterAnalysis.Api.Items;

/// <summary>Makes problems of what the file result refuses by status alone, 412 and 416: it leaves the file's media type on them, so that they pass for answers with a body.</summary>
internal sealed class FileProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await next(context) is IResult result ? new Refusable(result) : null;

    private sealed class Refusable(IResult file) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await file.ExecuteAsync(httpContext);
            var response = httpContext.Response;
            if (response.StatusCode >= 400 && !response.HasStarted)
            {
                response.ContentType = null;
                response.ContentLength = null;
                response.Headers.ContentDisposition = default;
            }
        }
    }
}
