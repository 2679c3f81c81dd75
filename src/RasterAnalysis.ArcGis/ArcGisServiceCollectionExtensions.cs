using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.GeoprocessingServer;

namespace RasterAnalysis.ArcGis;

/// <summary>Registers what the ArcGIS face needs beside Core.</summary>
public static class ArcGisServiceCollectionExtensions
{
    /// <summary>
    /// Adds the tasks and the settings. The composition root brings <c>IJobStore</c>, <c>IJobCanceller</c>, <c>ICatalogStore</c>,
    /// <c>ClassifyPixelsSubmission</c> and <c>IRasterRenderer</c>.
    /// </summary>
    public static IServiceCollection AddArcGis(this IServiceCollection services)
    {
        services.AddOptions<ArcGisOptions>();
        services.AddScoped<IGeoprocessingTask, ClassifyPixelsTask>();
        services.AddScoped<GeoprocessingTasks>();
        return services;
    }
}
