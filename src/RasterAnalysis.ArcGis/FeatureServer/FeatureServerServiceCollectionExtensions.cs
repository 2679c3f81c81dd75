using Microsoft.Extensions.DependencyInjection;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Registers what the feature services need.</summary>
internal static class FeatureServerServiceCollectionExtensions
{
    /// <summary>Adds it.</summary>
    public static void AddFeatureServer(this IServiceCollection services) => services.AddScoped<FeatureServiceFinder>();
}
