using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.FeatureServer;
using RasterAnalysis.ArcGis.GeoprocessingServer;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.Portal;

namespace RasterAnalysis.ArcGis;

/// <summary>Registers what the ArcGIS face needs beside Core.</summary>
public static class ArcGisServiceCollectionExtensions
{
    /// <summary>
    /// Adds the tasks and the settings. The composition root brings <c>ISignIn</c>, <c>ICallers</c>, <c>CurrentCaller</c>, <c>CallerCatalog</c>, <c>CallerJobs</c>,
    /// <c>IJobCanceller</c>, <c>IFolderStore</c>, <c>ItemPublisher</c>,
    /// <c>ServiceReservation</c>, <c>ItemDeletion</c>, the tools, <c>IRasterRenderer</c>, <c>IRasterViews</c>, <c>IFeatureTables</c>
    /// and <c>DataLayout</c>.
    /// </summary>
    public static IServiceCollection AddArcGis(this IServiceCollection services)
    {
        services.AddOptions<ArcGisOptions>();
        services.AddTransient<IStartupFilter, ShortSharingPath>();
        services.AddScoped<PortalUsers>();
        services.AddScoped<GeoprocessingTasks>();
        services.AddSingleton<ItemPlaces>();
        services.AddImageServer();
        services.AddFeatureServer();
        return services;
    }
}
