using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.ImageServer.Export;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Values;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>Registers what the image services need.</summary>
internal static class ImageServerServiceCollectionExtensions
{
    /// <summary>Adds it.</summary>
    public static void AddImageServer(this IServiceCollection services)
    {
        services.AddScoped<ImageServiceFinder>();
        services.AddSingleton<MosaicRasters>();
        services.AddSingleton<ServiceStatistics>();
        services.AddSingleton<SavedQueries>();
        services.AddScoped<ExportImageEndpoint>();
        services.AddScoped<Identify>();
        services.AddScoped<GetSamples>();
        services.AddScoped<AreaSummary>();
    }
}
