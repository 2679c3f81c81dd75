using RasterAnalysis.CloudStores;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;
using RasterAnalysis.Testing.Cloud;

namespace RasterAnalysis.BackgroundJobs.Tests.DataStore;

/// <summary>Two machines over one database and one bucket, each with a data folder of its own.</summary>
internal sealed class StoreHosts : IAsyncDisposable
{
    private StoreHosts(S3StandIn bucket, JobsHost first, JobsHost second) => (Bucket, First, Second) = (bucket, first, second);

    public S3StandIn Bucket { get; }

    public JobsHost First { get; }

    public JobsHost Second { get; }

    public static async Task<StoreHosts> StartAsync(string connectionString)
    {
        var bucket = new S3StandIn();
        var own = new CloudStoreOptions { Type = CloudStoreType.S3, Url = bucket.Address, Bucket = S3StandIn.Bucket, AccessKey = "id", SecretKey = "secret" };
        Task<JobsHost> Start() => JobsHost.StartAsync(
            connectionString,
            options => options with { CloudStores = new Dictionary<string, CloudStoreOptions> { ["Own"] = own }, DataStore = new CloudStorePath("Own", "a/b") });
        return new StoreHosts(bucket, await Start(), await Start());
    }

    /// <summary>Fills an item's folder.</summary>
    public static void Fill(JobsHost host, string itemId, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(host.Get<DataLayout>().ItemFolder(itemId), path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }

    /// <summary>The text of a file of an item; null where there is none.</summary>
    public static string? TextOf(JobsHost host, string itemId, string path) =>
        Path.Combine(host.Get<DataLayout>().ItemFolder(itemId), path) is var full && File.Exists(full) ? File.ReadAllText(full) : null;

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await First.DisposeAsync();
        Bucket.Dispose();
    }
}
