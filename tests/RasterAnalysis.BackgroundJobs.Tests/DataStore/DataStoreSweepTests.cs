using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Tests.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.DataStore;

/// <summary>What the daily sweep takes out of the bucket, what it leaves, and what it puts there.</summary>
public sealed class DataStoreSweepTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>, IAsyncLifetime
{
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);
    private StoreHosts _hosts = null!;

    private JobsHost Host => _hosts.First;

    public async ValueTask InitializeAsync() => _hosts = await StoreHosts.StartAsync(await server.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Fact]
    public async Task Content_that_nothing_names_goes_after_a_day_and_the_other_stays()
    {
        var (kept, deleted) = (await AddAsync("kept"), await AddAsync("deleted"));
        await Host.Get<ICatalogStore>().RemoveAsync(deleted.Id);
        Directory.Delete(Host.Layout.ItemFolder(deleted.Id), recursive: true);
        AgeAll();
        Put(_hosts, "content/00/0000", "young");

        await SweepAsync();

        Assert.Equal(["kept", "young"], Contents());
        Assert.Contains($"a/b/items/{kept.Id}.json", _hosts.Bucket.Objects.Keys);
    }

    [Fact]
    public async Task What_a_killed_process_stored_goes_after_a_day_and_what_belongs_to_jobs_with_the_jobs()
    {
        var orphan = CatalogItem.NewId();
        StoreHosts.Fill(Host, orphan, ("scene.tif", "orphan"));
        await Host.Get<IItemFiles>().StoreAsync(orphan, TestContext.Current.CancellationToken);
        Directory.Delete(Host.Layout.ItemFolder(orphan), recursive: true);
        var job = Some.Job();
        Assert.True(await Host.Jobs.TryCreateAsync(job, [], null, TestContext.Current.CancellationToken));
        PutNamed("jobs/" + job.Id + "/plan.json", "plan of one that waits");
        PutNamed("jobs/" + job.Id + "/sections/000001.json", "its section");
        PutNamed("jobs/" + AnalysisJob.NewId() + "/plan.json", "plan of one that is over");
        AgeAll();

        await SweepAsync();

        Assert.Equal(["its section", "plan of one that waits"], Contents());
        Assert.Equal(2, _hosts.Bucket.Objects.Keys.Count(key => key.StartsWith("a/b/jobs/", StringComparison.Ordinal)));
        Assert.DoesNotContain($"a/b/items/{orphan}.json", _hosts.Bucket.Objects.Keys);
    }

    [Fact]
    public async Task Where_a_manifest_cannot_be_read_nothing_is_removed()
    {
        var item = await AddAsync("kept");
        Put(_hosts, "content/00/0000", "unnamed");
        Put(_hosts, $"items/{item.Id}.json", "{\"files\":");
        AgeAll();

        var refused = await Assert.ThrowsAsync<RasterAccessException>(SweepAsync);

        Assert.Equal($"The document items/{item.Id}.json of the data store is damaged.", refused.Message);
        Assert.Equal(["kept", "unnamed"], Contents());
    }

    [Fact]
    public async Task A_bucket_of_another_database_is_left_alone()
    {
        await AddAsync("known");
        for (var number = 0; number < 17; number++)
        {
            PutNamed($"items/{CatalogItem.NewId()}.json", $"other {number:D2}");
        }

        Put(_hosts, "content/00/0000", "unnamed");
        AgeAll();
        var before = _hosts.Bucket.Objects.Keys.Order(StringComparer.Ordinal).ToArray();

        await SweepAsync();

        Assert.Equal(before, _hosts.Bucket.Objects.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Items_of_before_there_was_a_data_store_go_into_it()
    {
        var item = Item();
        await Host.Get<BackgroundJobs.Storage.EfCatalogStore>().TryAddAsync(item, TestContext.Current.CancellationToken);
        StoreHosts.Fill(Host, item.Id, ("scene.tif", "former"));

        await SweepAsync();
        await _hosts.Second.Get<ICatalogStore>().FindAsync(item.Id, TestContext.Current.CancellationToken);

        Assert.Equal("former", StoreHosts.TextOf(_hosts.Second, item.Id, "scene.tif"));
    }

    private static void Put(StoreHosts hosts, string name, string text) => hosts.Bucket.Objects[$"a/b/{name}"] = (System.Text.Encoding.UTF8.GetBytes(text), DateTime.UtcNow);

    private Task SweepAsync() => Host.Get<DataStoreSweep>().SweepAsync(TestContext.Current.CancellationToken);

    private void PutNamed(string manifest, string text)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        Put(_hosts, $"content/{hash[..2]}/{hash}", text);
        Put(_hosts, manifest, $$"""{"files":[{"path":"f","length":{{text.Length}},"modifiedTicks":0,"sha256":"{{hash}}"}]}""");
    }

    private void AgeAll()
    {
        foreach (var key in _hosts.Bucket.Objects.Keys)
        {
            _hosts.Bucket.Age(key, TwoDays);
        }
    }

    private string[] Contents() =>
        [.. _hosts.Bucket.Objects.Where(entry => entry.Key.StartsWith("a/b/content/", StringComparison.Ordinal))
            .Select(entry => System.Text.Encoding.UTF8.GetString(entry.Value.Content)).Order(StringComparer.Ordinal)];

    private CatalogItem Item()
    {
        var id = CatalogItem.NewId();
        return Some.Item($"S{id}", id: id) with { DataPath = Path.Combine(Host.Get<DataLayout>().ItemFolder(id), "scene.tif") };
    }

    private async Task<CatalogItem> AddAsync(string text)
    {
        var item = Item();
        StoreHosts.Fill(Host, item.Id, ("scene.tif", text));
        Assert.True(await Host.Get<ICatalogStore>().TryAddAsync(item));
        return item;
    }
}
