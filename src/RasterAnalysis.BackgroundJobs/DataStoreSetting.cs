using Microsoft.Extensions.Configuration;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Reads where the data store is.</summary>
internal static class DataStoreSetting
{
    private const string Shape = "it must be a folder in a cloud store of the settings, as /cloudStores/<name>/<prefix>";

    /// <summary>Reads it; null where there is none.</summary>
    /// <param name="section">Section <c>RasterAnalysis</c>.</param>
    /// <param name="settings">Takes the faults.</param>
    /// <param name="stores">The cloud stores of the settings.</param>
    public static CloudStorePath? Read(IConfigurationSection section, SettingReader settings, IReadOnlyDictionary<string, CloudStoreOptions> stores)
    {
        if (section["DataStore"]?.Trim().TrimEnd('/') is not { Length: > 0 } text)
        {
            return null;
        }

        if (CloudStorePath.TryParse(text) is not { Path.Length: > 0 } place)
        {
            settings.Add(DataStoreStart.Setting, $"is '{text}'; {Shape}.");
            return null;
        }

        try
        {
            place.Key(DataStoreStart.Setting);
        }
        catch (InvalidRequestException exception)
        {
            settings.Add(DataStoreStart.Setting, exception.Errors[0].Message);
            return null;
        }

        if (!stores.TryGetValue(place.Store, out var store))
        {
            settings.Add(
                DataStoreStart.Setting,
                $"names the cloud store '{place.Store}', of which there are no settings (RasterAnalysis__CloudStores__{place.Store}__Type and others); {Shape}.");
            return null;
        }

        if (store.Type == CloudStoreType.Http)
        {
            settings.Add(DataStoreStart.Setting, $"names the cloud store '{place.Store}', which is a web server and cannot be written; it must be of type S3 or AzureBlob.");
            return null;
        }

        return place;
    }

    /// <summary>What else it needs.</summary>
    public static void Check(BackgroundJobsOptions options, SettingReader settings)
    {
        if (options is { DataStore: not null, IsPostgreSql: false })
        {
            settings.Add(
                DataStoreStart.Setting,
                "needs a PostgreSQL database (ConnectionStrings__RasterAnalysis=Host=…), which the machines share beside it; with SQLite one machine has everything in its DataRoot, so leave it out.");
        }
    }
}
