using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>
/// Takes requests of the short spelling, <c>/arcgis/sharing/…</c>, which older clients use, to the usual one. A startup filter, so that it is
/// done before routing whatever else the host configures.
/// </summary>
internal sealed class ShortSharingPath : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, go) =>
        {
            if (context.Request.Path.StartsWithSegments(PortalPaths.Short, StringComparison.OrdinalIgnoreCase, out var rest)
                && !context.Request.Path.StartsWithSegments(PortalPaths.Root, StringComparison.OrdinalIgnoreCase))
            {
                context.Request.Path = new PathString(PortalPaths.Root) + rest;
            }

            return go(context);
        });
        next(app);
    };
}
