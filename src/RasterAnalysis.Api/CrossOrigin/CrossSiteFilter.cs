using RasterAnalysis.Api.Errors;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.CrossOrigin;

/// <summary>
/// Refuses what a page of another origin would change: without it any page that somebody reads while the service runs on their machine could delete its items, by a form that nobody
/// sees. The native API and the rest change by method; the ArcGIS face, where clients change by GET too, asks the same rule for each operation.
/// </summary>
internal static class CrossSiteFilter
{
    /// <summary>Refuses with 403. It stands behind CORS, whose headers tell listed pages what happened.</summary>
    public static void UseCrossSiteFilter(this WebApplication app)
    {
        var rule = app.Services.GetRequiredService<ICrossSiteRule>();
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/arcgis") && !IsSafe(context.Request.Method),
            changing => changing.Use((context, next) => rule.Fault(context.Request) is { } fault ? RefuseAsync(context, fault) : next(context)));
    }

    /// <summary>Whether a method changes nothing here.</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static Task RefuseAsync(HttpContext context, string fault) => Refusal.WriteAsync(
        context, StatusCodes.Status403Forbidden, "cross-site", "Pages of other origins may change nothing.", new RequestError("Origin", fault));
}
