using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis;

/// <summary>Refuses a request of an ArcGIS client ahead of whatever answers, as the operations would. The body is not read: what it says of the answer's format counts for nothing.</summary>
public static class ArcGisRefusal
{
    /// <summary>Whether a request is for the ArcGIS face.</summary>
    public static bool Concerns(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Path.StartsWithSegments("/arcgis");
    }

    /// <summary>Says that the caller asks too often.</summary>
    /// <param name="context">The request.</param>
    /// <param name="message">What the limit is, and when to ask again.</param>
    public static Task WriteTooManyAsync(HttpContext context, string message)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (format, callback) = FormatOf(context.Request, context.GetEndpoint());
        var isPicture = format is ResponseFormat.Image or ResponseFormat.Kmz || context.GetEndpoint()?.Metadata.GetMetadata<TileOperation>() is not null;
        context.Response.StatusCode = isPicture ? EsriError.TooMany : StatusCodes.Status200OK;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return new EsriResult(new EsriResource("Error", EsriError.OfTooMany(message).ToJson()), format, callback).ExecuteAsync(context);
    }

    private static (ResponseFormat Format, string? Callback) FormatOf(HttpRequest request, Endpoint? endpoint)
    {
        try
        {
            var format = ResponseFormatParser.Parse(One("f"), request, endpoint);
            return (format, JsonpCallback.Parse(One("callback")));
        }
        catch (InvalidRequestException)
        {
            return (ResponseFormat.Json, null);
        }

        string? One(string name) => request.Query[name] is [{ Length: > 0 } value] ? value : null;
    }
}
