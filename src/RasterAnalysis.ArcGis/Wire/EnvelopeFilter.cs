using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>
/// Stands around every operation: reads the request, has the answer written in the format that was asked for, and turns failures into
/// ArcGIS's error object.
/// </summary>
internal sealed class EnvelopeFilter(IOptions<ArcGisOptions> options, ILogger<EnvelopeFilter> logger) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        CorsHeaders.WriteTo(context.Response);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var format = ResponseFormat.Json;
        string? callback = null;
        try
        {
            var parameters = await RequestParameters.ReadAsync(context.Request, options.Value.MaxRequestBytes, context.RequestAborted);
            var takesImage = context.GetEndpoint()?.Metadata.GetMetadata<ImageOperation>() is not null;
            format = ResponseFormatParser.Parse(parameters["f"], context.Request, takesImage);
            callback = JsonpCallback.Parse(parameters["callback"]);
            context.Features.Set(new ArcGisRequest(parameters, format, callback, ArcGisRequest.BaseAddressOf(context.Request)));
            return await next(invocation) switch
            {
                EsriResource resource => new EsriResult(resource, format, callback),
                var result => result,
            };
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            var error = EsriError.From(exception);
            Log(exception, error, context.Request);
            return new EsriResult(new EsriResource("Error", error.ToJson()), format, callback);
        }
    }

    private void Log(Exception exception, EsriError error, HttpRequest request)
    {
        // no query: it may carry a token
        if (error.IsOurs)
        {
            logger.LogError(exception, "{Method} {Path} failed.", request.Method, request.Path);
        }
        else
        {
            logger.LogDebug(exception, "{Method} {Path} was refused.", request.Method, request.Path);
        }
    }
}
