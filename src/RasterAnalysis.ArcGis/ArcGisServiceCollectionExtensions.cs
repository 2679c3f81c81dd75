using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.GeoprocessingServer;
using RasterAnalysis.ArcGis.Portal;

namespace RasterAnalysis.ArcGis;

/// <summary>Registers what the ArcGIS face needs beside Core.</summary>
public static class ArcGisServiceCollectionExtensions
{
    /// <summary>
    /// Adds the tasks and the settings. The composition root brings <c>IJobStore</c>, <c>IJobCanceller</c>, <c>ICatalogStore</c>, <c>IFolderStore</c>, <c>ItemPublisher</c>,
    /// <c>ServiceReservation</c>, <c>ItemDeletion</c>, <c>DataLayout</c>,
    /// <c>ClassifyPixelsSubmission</c> and <c>IRasterRenderer</c>.
    /// </summary>
    public static IServiceCollection AddArcGis(this IServiceCollection services)
    {
        services.AddOptions<ArcGisOptions>();
        services.AddTransient<IStartupFilter, ShortSharingPath>();
        services.AddScoped<IGeoprocessingTask, ClassifyPixelsTask>();
        services.AddScoped<GeoprocessingTasks>();
        return services;
    }
}
