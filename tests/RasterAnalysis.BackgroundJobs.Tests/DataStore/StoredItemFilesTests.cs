using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Tests.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.BackgroundJobs.Tests.DataStore;

/// <summary>Items' folders between two machines and the bucket.</summary>
public sealed class StoredItemFilesTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>, IAsyncLifetime
{
    private StoreHosts _hosts = null!;

    private JobsHost First => _hosts.First;

    private JobsHost Second => _hosts.Second;

    public async ValueTask InitializeAsync() => _hosts = await StoreHosts.StartAsync(await server.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Fact]
    public async Task Callers_at_the_same_time_share_one_fetch_and_find_every_file_with_its_time()
    {
        var item = Item();
        StoreHosts.Fill(First, item.Id, ("scene.tif", "pixels"), ("package/model.emd", "{}"), ("package/deep/net.onnx", "graph"));
        File.SetLastWriteTimeUtc(Path.Combine(First.Layout.ItemFolder(item.Id), "scene.tif"), new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(7));
        Assert.True(await Catalog(First).TryAddAsync(item));

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Catalog(Second).FindAsync(item.Id)));

        Assert.All(found, one => Assert.Equal(Path.Combine(Second.Layout.ItemFolder(item.Id), "scene.tif"), one!.DataPath));
        Assert.Equal(["pixels", "{}", "graph"], ((string[])["scene.tif", "package/model.emd", "package/deep/net.onnx"]).Select(path => StoreHosts.TextOf(Second, item.Id, path)));
        Assert.Equal(new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(7), File.GetLastWriteTimeUtc(found[0]!.DataPath));
        Assert.Equal(3, _hosts.Bucket.Asked.Count(asked => asked.StartsWith("GET a/b/content/", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Second.Layout.UploadFolder));
    }

    [Fact]
    public async Task Virtual_rasters_name_the_folder_of_the_machine_that_has_them_and_what_is_being_written_stays_away()
    {
        var item = Item();
        var (mine, theirs) = (First.Layout.ItemFolder(item.Id), Second.Layout.ItemFolder(item.Id));
        static string Vrt(string folder, string root) => $"<a>{folder}/a.tif</a><b>/vsiranges{folder}/b.tif</b><c>/elsewhere{root}/c.tif</c><d relative=\"1\">d.tif</d>";
        StoreHosts.Fill(
            First, item.Id, ("mosaic.vrt", Vrt(mine, First.Layout.Root)), ("signed.json", $"{mine}/x"), ("half.1.part", "…"), ("remote-0.blocks/blocks", "many"), ("scene.tif", "p"));
        await Catalog(First).TryAddAsync(item);

        await Catalog(Second).FindAsync(item.Id);

        Assert.Equal(Vrt(theirs, First.Layout.Root), StoreHosts.TextOf(Second, item.Id, "mosaic.vrt"));
        Assert.Equal($"{mine}/x", StoreHosts.TextOf(Second, item.Id, "signed.json"));
        Assert.Equal(["mosaic.vrt", "scene.tif", "signed.json"], Directory.EnumerateFiles(theirs, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // what was brought is as it was stored, though its paths are others: nothing is written back
        var asked = _hosts.Bucket.Asked.Count;
        await Second.Get<IItemFiles>().StoreAsync(item.Id, TestContext.Current.CancellationToken);
        Assert.Equal(asked, _hosts.Bucket.Asked.Count);
    }

    [Fact]
    public async Task Two_machines_add_to_an_item_and_neither_loses_what_the_other_wrote()
    {
        var item = Item();
        StoreHosts.Fill(First, item.Id, ("scene.tif", "pixels"), ("old.json", "old"));
        await Catalog(First).TryAddAsync(item);
        await Catalog(Second).FindAsync(item.Id);
        StoreHosts.Fill(First, item.Id, ("areas.json", "areas"));
        StoreHosts.Fill(Second, item.Id, ("accuracy.json", "accuracy"));
        File.Delete(Path.Combine(Second.Layout.ItemFolder(item.Id), "old.json"));

        await Task.WhenAll(First.Get<IItemFiles>().StoreAsync(item.Id, default), Second.Get<IItemFiles>().StoreAsync(item.Id, default));

        foreach (var host in new[] { First, Second })
        {
            await Until.TrueAsync(
                async () =>
                {
                    await Catalog(host).FindAsync(item.Id);
                    return StoreHosts.TextOf(host, item.Id, "areas.json") == "areas" && StoreHosts.TextOf(host, item.Id, "accuracy.json") == "accuracy";
                },
                "both files on both machines");
            Assert.Equal("pixels", StoreHosts.TextOf(host, item.Id, "scene.tif"));
            Assert.Null(StoreHosts.TextOf(host, item.Id, "old.json"));
        }
    }

    [Fact]
    public async Task A_package_is_stored_when_it_is_prepared()
    {
        var item = Item() with { Type = ItemType.DeepLearningPackage, State = ItemState.Preparing, ServiceName = null };
        StoreHosts.Fill(First, item.Id, ("scene.tif", "archive"));
        await Catalog(First).TryAddAsync(item);
        Assert.Equal(ItemState.Preparing, (await Catalog(Second).FindAsync(item.Id))!.State);
        Assert.DoesNotContain($"a/b/items/{item.Id}.json", _hosts.Bucket.Objects.Keys);

        StoreHosts.Fill(First, item.Id, ("package/made.onnx", "network"));
        await Catalog(First).ChangeAsync(item.Id, stored => stored with { State = ItemState.Ready });

        await Catalog(Second).FindAsync(item.Id);
        Assert.Equal("network", StoreHosts.TextOf(Second, item.Id, "package/made.onnx"));
    }

    [Fact]
    public async Task Files_that_are_nowhere_are_an_error_of_who_needs_them_and_the_item_can_be_deleted()
    {
        var item = Item();
        StoreHosts.Fill(First, item.Id, ("scene.tif", "pixels"));
        await Catalog(First).TryAddAsync(item);
        _hosts.Bucket.Objects.TryRemove($"a/b/items/{item.Id}.json", out _);

        var refused = await Assert.ThrowsAsync<RasterAccessException>(() => Catalog(Second).FindAsync(item.Id));

        Assert.Equal($"The files of the item '{item.Id}' are neither in the data folder nor in the data store.", refused.Message);
        Assert.Equal(item.Id, (await Catalog(Second).FindRecordAsync(item.Id))!.Id);
        Assert.True(await Catalog(Second).RemoveAsync(item.Id));
        Assert.Null(await Catalog(First).FindAsync(item.Id));
    }

    [Theory]
    [InlineData("../other/scene.tif")]
    [InlineData("/etc/scene.tif")]
    [InlineData("a//scene.tif")]
    [InlineData("")]
    public async Task A_manifest_that_leads_out_of_the_folder_is_refused(string path)
    {
        var item = Item();
        StoreHosts.Fill(First, item.Id, ("scene.tif", "pixels"));
        await Catalog(First).TryAddAsync(item);
        var key = $"a/b/items/{item.Id}.json";
        var text = System.Text.Encoding.UTF8.GetString(_hosts.Bucket.Objects[key].Content).Replace("scene.tif", path, StringComparison.Ordinal);
        _hosts.Bucket.Objects[key] = (System.Text.Encoding.UTF8.GetBytes(text), DateTime.UtcNow);

        var refused = await Assert.ThrowsAsync<RasterAccessException>(() => Catalog(Second).FindAsync(item.Id));

        Assert.Contains("which is none of its folder", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Second.Layout.ItemFolder(item.Id)));
    }

    private static ICatalogStore Catalog(JobsHost host) => host.Get<ICatalogStore>();

    private CatalogItem Item()
    {
        var id = CatalogItem.NewId();
        return Some.Item($"S{id}", id: id) with { Name = "scene.tif", DataPath = Path.Combine(First.Get<DataLayout>().ItemFolder(id), "scene.tif") };
    }
}
