using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Registers the catalogue, over the data store where there is one.</summary>
internal static class DataStoreSetup
{
    /// <summary>Registers it.</summary>
    public static void AddDataStore(this IServiceCollection services, BackgroundJobsOptions options)
    {
        if (options.DataStore is not { } place)
        {
            services.AddSingleton<IItemFiles, LocalItemFiles>();
            services.AddSingleton<IJobFiles, LocalJobFiles>();
            services.AddSingleton<ICatalogStore>(provider => provider.GetRequiredService<EfCatalogStore>());
            return;
        }

        services.AddSingleton(provider => new ContentStore(
            new OpenCloudStores(options.OwnCloudStores), place, provider.GetRequiredService<DataLayout>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ContentStore>>()));
        services.AddSingleton<FolderTransfer>();
        services.AddSingleton<DataStoreStart>();
        services.AddSingleton<DataStoreSweep>();
        services.AddSingleton<IItemFiles, StoredItemFiles>();
        services.AddSingleton<IJobFiles, StoredJobFiles>();
        services.AddSingleton<ICatalogStore>(provider => new StoredCatalog(
            provider.GetRequiredService<EfCatalogStore>(), provider.GetRequiredService<IItemFiles>(), provider.GetRequiredService<DataLayout>()));
    }
}
