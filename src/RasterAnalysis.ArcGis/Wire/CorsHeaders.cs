using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>
/// Lets map pages of any origin call, without cookies. Written here rather than by the CORS middleware, so that the contract holds
/// whatever the host configures.
/// </summary>
internal static class CorsHeaders
{
    /// <summary>Adds the headers to an answer.</summary>
    public static void WriteTo(HttpResponse response)
    {
        var headers = response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = "Content-Type, Authorization, X-Esri-Authorization";
        headers.AccessControlMaxAge = "86400";
    }
}
