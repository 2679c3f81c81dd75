using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.CloudStores;

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

        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ContentStore>(provider, new OpenCloudStores(options.OwnCloudStores), place));
        services.AddSingleton<FolderTransfer>();
        services.AddSingleton<DataStoreStart>();
        services.AddSingleton<DataStoreSweep>();
        services.AddSingleton<IItemFiles, StoredItemFiles>();
        services.AddSingleton<IJobFiles, StoredJobFiles>();
        services.AddSingleton<ICatalogStore>(provider => ActivatorUtilities.CreateInstance<StoredCatalog>(provider, provider.GetRequiredService<EfCatalogStore>()));
    }
}
