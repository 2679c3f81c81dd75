using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.GeoprocessingServer;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.Portal;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.ArcGis;

/// <summary>Registers what the ArcGIS face needs beside Core.</summary>
public static class ArcGisServiceCollectionExtensions
{
    /// <summary>
    /// Adds the tasks and the settings. The composition root brings <c>IJobStore</c>, <c>IJobCanceller</c>, <c>ICatalogStore</c>, <c>IFolderStore</c>, <c>ItemPublisher</c>,
    /// <c>ServiceReservation</c>, <c>ItemDeletion</c>, <c>ClassifyPixelsSubmission</c>, <c>ModelTaskSubmission</c>, <c>IRasterRenderer</c>, <c>IRasterViews</c>
    /// and <c>DataLayout</c>.
    /// </summary>
    public static IServiceCollection AddArcGis(this IServiceCollection services)
    {
        services.AddOptions<ArcGisOptions>();
        services.AddTransient<IStartupFilter, ShortSharingPath>();
        services.AddScoped<IGeoprocessingTask, ClassifyPixelsTask>();
        foreach (var description in ModelTask.Descriptions)
        {
            services.AddScoped<IGeoprocessingTask>(provider => new ModelTask(description, provider.GetRequiredService<ModelTaskSubmission>()));
        }

        services.AddScoped<GeoprocessingTasks>();
        services.AddImageServer();
        return services;
    }
}
