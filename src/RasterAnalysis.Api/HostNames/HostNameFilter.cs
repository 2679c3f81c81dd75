using Microsoft.AspNetCore.HostFiltering;
using RasterAnalysis.Api.Errors;

namespace RasterAnalysis.Api.HostNames;

/// <summary>Refuses requests under names that the settings do not list.</summary>
internal static class HostNameFilter
{
    /// <summary>Registers the names.</summary>
    /// <exception cref="InvalidRequestException">The setting cannot be used.</exception>
    public static void AddHostNames(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AllowedHostNames.Read(configuration));
        TrustedProxies.Read(configuration);

        // ASP.NET Core's own filter, which takes an empty name and answers in HTML, stays open whatever its setting AllowedHosts says
        services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);
    }

    /// <summary>Refuses with 400. It stands ahead of whatever answers.</summary>
    public static void UseHostNames(this WebApplication app)
    {
        var names = app.Services.GetRequiredService<AllowedHostNames>();
        app.Use((context, next) => names.Takes(context.Request) ? next(context) : RefuseAsync(context));
    }

    private static Task RefuseAsync(HttpContext context) => Refusal.WriteAsync(
        context, StatusCodes.Status400BadRequest, "host-name", "The service does not answer under this name.", new RequestError("Host", AllowedHostNames.Refusal(context.Request)));
}
