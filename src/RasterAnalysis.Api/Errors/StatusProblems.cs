using Microsoft.AspNetCore.Http.Metadata;

namespace RasterAnalysis.Api.Errors;

/// <summary>Says what is wrong where ASP.NET Core itself refuses a request, by its status alone: a method or a media type that is not taken, an unknown path.</summary>
internal static class StatusProblems
{
    /// <summary>Gives a problem the members that those of <see cref="ProblemDetailsMapping"/> have.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey("code"))
        {
            return;
        }

        var request = context.HttpContext.Request;
        var (code, detail) = problem.Status switch
        {
            404 => ("not-found", $"There is nothing at {request.Path}; /swagger lists what there is."),
            405 => ("method-not-allowed", $"{request.Method} is not taken at {request.Path}; {Allowed(context.HttpContext.Response)}."),
            415 => ("unsupported-media-type", $"The body is {Named(request.ContentType)}; {request.Path} takes {string.Join(" or ", Taken(context.HttpContext))}, declared as in Content-Type: {Taken(context.HttpContext)[0]}."),
            412 => ("precondition-failed", "What is there is not in the state that If-Match or If-Unmodified-Since ask for; ask without them, or by the ETag that it has."),
            416 => ("range-not-satisfiable", $"What is there has no such part; Range must be bytes=first-last within it. Content-Range says how many bytes there are: {context.HttpContext.Response.Headers.ContentRange}."),
            _ => ("bad-request", "The request cannot be taken as it stands; /swagger says what is wanted."),
        };
        problem.Type = $"urn:rasteranalysis:problem:{code}";
        problem.Detail = detail;
        problem.Extensions["code"] = code;
        problem.Extensions["errors"] = Array.Empty<RequestError>();
    }

    private static string Allowed(HttpResponse response) => response.Headers.Allow.Count > 0 ? $"use {response.Headers.Allow}" : "/swagger lists what is";

    private static IReadOnlyList<string> Taken(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is { Count: > 0 } types ? types : ["application/json"];

    private static string Named(string? contentType) => string.IsNullOrEmpty(contentType) ? "of no declared type" : contentType;
}
