using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Gets at the request as ArcGIS has it.</summary>
internal static class HttpContextExtensions
{
    /// <summary>The request that <see cref="EnvelopeFilter"/> read.</summary>
    public static ArcGisRequest ArcGis(this HttpContext context) => context.Features.GetRequiredFeature<ArcGisRequest>();

    /// <summary>The parameters of the request.</summary>
    public static RequestParameters Parameters(this HttpContext context) => context.ArcGis().Parameters;

    /// <summary>Refuses to change anything by an address that is merely opened.</summary>
    /// <exception cref="InvalidRequestException">The request is no POST.</exception>
    public static void RequirePost(this HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw new InvalidRequestException("method", "must be POST for this operation.");
        }
    }
}
