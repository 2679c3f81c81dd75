using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.ServicesDirectory;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Writes a resource in the format that was asked for; a picture that could not be made becomes JSON.</summary>
internal sealed class EsriResult(EsriResource resource, ResponseFormat format, string? callback) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;

        // clients poll the same address, and a name may be given to another raster
        response.Headers.CacheControl = "no-store";
        if (format == ResponseFormat.Html)
        {
            if (resource.Page?.ContinuesAt is { } path)
            {
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.Location = $"{httpContext.Request.PathBase.ToUriComponent()}{ArcGisRequest.Root}/{path}?f=html";
                return Task.CompletedTask;
            }

            if (resource.Page is { IsLive: true })
            {
                response.Headers.Append("Refresh", HtmlPage.SecondsToReload.ToString(CultureInfo.InvariantCulture));
            }

            var proof = resource.Page is { Forms.Count: > 0 } ? httpContext.RequestServices.GetRequiredService<ISignIn>().ProofFor(httpContext) : null;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = HtmlPage.ContentSecurityPolicy;
            return response.WriteAsync(HtmlPage.Render(resource, httpContext.Request, proof), httpContext.RequestAborted);
        }

        var json = EsriJson.Write(resource.Body, format == ResponseFormat.PrettyJson);
        response.ContentType = callback is null ? "application/json; charset=utf-8" : "application/javascript; charset=utf-8";
        return response.WriteAsync(callback is null ? json : $"{callback}({json});", httpContext.RequestAborted);
    }
}
