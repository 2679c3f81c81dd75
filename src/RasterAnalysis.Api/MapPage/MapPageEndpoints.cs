using Microsoft.Extensions.FileProviders;

namespace RasterAnalysis.Api.MapPage;

/// <summary>
/// The page for people, at the root. It is built by npm from <c>src/RasterAnalysis.Page</c> and lies in the folder <c>page</c> beside the program; where npm was missing when the service
/// was built there is none, and a few words stand in for it.
/// </summary>
internal static class MapPageEndpoints
{
    /// <summary>Where its files are: names that carry a hash of what is in them, so that they may be kept for ever.</summary>
    private const string Files = "/page";

    private const string ForEver = "public, max-age=31536000, immutable";

    private const string Missing =
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>RasterAnalysis</title><h1>RasterAnalysis</h1>"
        + "<p>The service runs. Its page was not built, since npm was missing or could not fetch its packages: install Node.js 18 or newer with npm and build the service again.</p>"
        + "<p>Everything else is there: <a href=\"/swagger\">Swagger UI</a>, <a href=\"/arcgis/rest/services?f=html\">ArcGIS REST</a>, <a href=\"/hangfire\">the job queue</a>.</p></html>";

    /// <summary>Registers what serving it needs.</summary>
    /// <exception cref="InvalidRequestException">A setting cannot be used.</exception>
    public static void AddMapPage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(new PageSettings(BasemapSettings.Read(configuration))).AddResponseCompression(compression => compression.EnableForHttps = true);

    /// <summary>Maps it.</summary>
    public static void MapMapPage(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "page");
        var index = Path.Combine(folder, "index.html");
        if (File.Exists(index))
        {
            // nothing of a caller's is in these files: compressing them tells nobody anything
            app.UseWhen(context => context.Request.Path.StartsWithSegments(Files), page =>
            {
                page.UseResponseCompression();
                page.UseStaticFiles(new StaticFileOptions
                {
                    FileProvider = new PhysicalFileProvider(folder), RequestPath = Files,
                    OnPrepareResponse = response => SetHeaders(response.Context.Response, ForEver),
                });
            });
        }

        app.MapGet($"{Files}/settings", (HttpResponse response, PageSettings settings) =>
        {
            SetHeaders(response, "no-cache");
            return TypedResults.Ok(settings);
        }).ExcludeFromDescription();
        app.MapGet("/", (HttpResponse response, PageSettings settings) =>
        {
            SetHeaders(response, "no-cache");
            response.Headers.ContentSecurityPolicy = settings.Policy();
            response.Headers["Referrer-Policy"] = settings.Referrer();
            return File.Exists(index)
                ? Results.File(index, "text/html; charset=utf-8", lastModified: File.GetLastWriteTimeUtc(index))
                : Results.Content(Missing, "text/html; charset=utf-8");
        }).ExcludeFromDescription();
    }

    private static void SetHeaders(HttpResponse response, string cache)
    {
        response.Headers.CacheControl = cache;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
    }
}
