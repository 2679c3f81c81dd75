using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Decides the format of an answer.</summary>
internal static class ResponseFormatParser
{
    /// <summary>Reads <c>f</c>. Without it a browser gets a page and everyone else JSON: ArcGIS would give both a page.</summary>
    /// <param name="f">The parameter; null when it is not set.</param>
    /// <param name="request">Its <c>Accept</c> header decides when <paramref name="f"/> is null.</param>
    /// <param name="endpoint">The operation; null where none is known.</param>
    /// <exception cref="InvalidRequestException">The format is not known, or not for this operation.</exception>
    public static ResponseFormat Parse(string? f, HttpRequest request, Endpoint? endpoint)
    {
        var takesImage = endpoint?.Metadata.GetMetadata<ImageOperation>() is not null;
        var takesFeatures = endpoint?.Metadata.GetMetadata<FeatureOperation>() is not null;
        switch (f?.ToUpperInvariant())
        {
            case null:
                return PrefersHtml(request) ? ResponseFormat.Html : ResponseFormat.Json;
            case "JSON":
                return ResponseFormat.Json;
            case "PJSON":
                return ResponseFormat.PrettyJson;
            case "HTML":
                return ResponseFormat.Html;
            case "IMAGE" when takesImage:
                return ResponseFormat.Image;
            case "KMZ" when takesImage:
                return ResponseFormat.Kmz;
            case "GEOJSON" when takesFeatures:
                return ResponseFormat.GeoJson;
            default:
                throw new InvalidRequestException(
                    "f", takesImage ? "must be json, pjson, html, image or kmz." : takesFeatures ? "must be json, pjson, geojson or html." : "must be json, pjson or html.");
        }
    }

    private static bool PrefersHtml(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        double Quality(string type) => accepted.Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(range => range.Quality ?? 1).DefaultIfEmpty(0).Max();
        return Quality("text/html") is > 0 and var html && html >= Quality("application/json");
    }
}
