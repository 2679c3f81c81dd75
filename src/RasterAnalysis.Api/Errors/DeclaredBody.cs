using Microsoft.AspNetCore.Http.Features;

namespace RasterAnalysis.Api.Errors;

/// <summary>
/// A body says what it is, by Content-Type; else the native API answers 415. ASP.NET Core takes one that says nothing for JSON, and pages of other origins may send such a body
/// without asking first.
/// </summary>
internal static class DeclaredBody
{
    /// <summary>Refuses bodies that say nothing.</summary>
    public static void UseDeclaredBodies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!string.IsNullOrWhiteSpace(context.Request.ContentType) || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    });
}
