using Microsoft.Extensions.Options;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api;

/// <summary>Who calls, and under which address. There is one user until there is sign-in.</summary>
internal static class Caller
{
    /// <summary>The user that the settings name; the same in both APIs.</summary>
    public static string Owner(HttpRequest request) => request.HttpContext.RequestServices.GetRequiredService<IOptions<ArcGisOptions>>().Value.Owner;

    public static Uri BaseAddress(HttpRequest request) => new($"{request.Scheme}://{request.Host}{request.PathBase}/");
}
