using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.CrossOrigin;

/// <summary>Lets pages of other origins use both APIs, by ASP.NET Core's CORS middleware.</summary>
internal static class CrossOriginSetup
{
    private static readonly string[] Roots = ["/arcgis", "/api"];

    /// <summary>Registers the policies.</summary>
    /// <exception cref="InvalidRequestException">The setting cannot be used.</exception>
    public static void AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AllowedOrigins.Read(configuration));
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, CrossOriginPolicies>();
        services.AddSingleton<ICrossSiteRule, CrossSiteRule>();
    }

    /// <summary>Answers preflights, and writes the headers of every answer under both APIs, errors included.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var varies = app.Services.GetRequiredService<AllowedOrigins>().Listed.Count > 0;
        app.UseWhen(context => Roots.Any(root => context.Request.Path.StartsWithSegments(root)), both =>
        {
            if (varies)
            {
                both.Use(AddVary);
            }

            both.UseCors();
        });
    }

    /// <summary>A cache must not give one origin what another was answered. The middleware says so only to requests that have an origin, and not where one alone is listed.</summary>
    private static Task AddVary(HttpContext context, RequestDelegate next)
    {
        // when the answer starts, since the exception handler clears what was set before
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            return Task.CompletedTask;
        });
        return next(context);
    }
}
