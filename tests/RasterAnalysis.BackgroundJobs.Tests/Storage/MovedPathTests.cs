using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

/// <summary>Paths of the data folder are stored relative to it; full ones of earlier versions are found under the folder that is there.</summary>
public sealed class MovedPathTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Paths_are_stored_relative_and_read_in_full()
    {
        var item = WithFile(Some.Item("Relative"));
        await _host.Get<ICatalogStore>().TryAddAsync(item);

        Assert.DoesNotContain(_host.DataRoot, (await RowAsync(item.Id)).Document, StringComparison.Ordinal);
        Assert.Equal(item.DataPath, (await _host.Get<ICatalogStore>().FindAsync(item.Id))!.DataPath);
    }

    [Fact]
    public async Task Full_paths_under_a_folder_that_was_moved_are_found_under_the_one_that_is_there()
    {
        var item = WithFile(Some.Item("Moved"));
        var member = Path.Combine(_host.Layout.ItemFolder(item.Id), "a.tif");
        await File.WriteAllTextAsync(member, "member", TestContext.Current.CancellationToken);
        await _host.Get<ICatalogStore>().TryAddAsync(item);
        var old = item with
        {
            DataPath = $"/srv/old/items/{item.Id}/harbour.tif",
            Members = [new MosaicMember("a", $"/srv/old/items/{item.Id}/a.tif", false), new MosaicMember("b", "/srv/store/items/b.tif", true)],
        };
        await using (var context = await ContextAsync())
        {
            var document = PlanJson.Write(old);
            await context.Items.Where(i => i.Id == item.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Document, document), TestContext.Current.CancellationToken);
        }

        var found = (await _host.Get<ICatalogStore>().FindAsync(item.Id))!;

        Assert.Equal(item.DataPath, found.DataPath);
        Assert.Equal([member, "/srv/store/items/b.tif"], found.Members.Select(m => m.Path));
        var request = _host.Get<StoredRequests>().Read<ModelTaskRequest>(PlanJson.Write(new ModelTaskRequest(null, new InputLocation(old.DataPath), "m")));
        Assert.Equal(item.DataPath, request.Model!.Path);
    }

    private CatalogItem WithFile(CatalogItem item)
    {
        var path = Path.Combine(Directory.CreateDirectory(_host.Layout.ItemFolder(item.Id)).FullName, "harbour.tif");
        File.WriteAllText(path, "raster");
        return item with { DataPath = path };
    }

    private async Task<ItemEntity> RowAsync(string id)
    {
        await using var context = await ContextAsync();
        return await context.Items.AsNoTracking().SingleAsync(i => i.Id == id, TestContext.Current.CancellationToken);
    }

    private Task<RasterAnalysisDbContext> ContextAsync() => _host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
}
