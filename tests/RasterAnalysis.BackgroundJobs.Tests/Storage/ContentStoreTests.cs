using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

/// <summary>What the stores promise about changed items, folders, and items that are made before their jobs; on whatever database.</summary>
public abstract class ContentStoreTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    private IJobStore Jobs => _host.Jobs;

    private ICatalogStore Catalog => _host.Get<ICatalogStore>();

    private IFolderStore Folders => _host.Get<IFolderStore>();

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync(await ConnectionStringAsync());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_change_is_stored_and_what_names_the_item_stays()
    {
        var item = Some.Item("Quay");
        await Catalog.TryAddAsync(item);
        var details = new ItemDetails { Tags = ["a", "ä"], Properties = """{"jobId":"j1"}""", Text = "{}", Snippet = "s" };

        var changed = await Catalog.ChangeAsync(item.Id, stored => stored with { Title = "New", Details = details, Id = "other", Owner = "eve", ServiceName = "Other" });

        var found = (await Catalog.FindAsync(item.Id))!;
        Assert.Equal((item.Id, "New", "ann", "Quay"), (found.Id, found.Title, found.Owner, found.ServiceName));
        Assert.Equal(details.Tags, found.Details.Tags);
        Assert.Equal(details with { Tags = found.Details.Tags, TypeKeywords = found.Details.TypeKeywords }, found.Details);
        Assert.Equal(found.Title, changed!.Title);
        Assert.Null(await Catalog.ChangeAsync("none", stored => stored with { Title = "x" }));
    }

    [Fact]
    public async Task A_mosaic_of_many_rasters_is_found_as_it_is_whoever_has_changed_it()
    {
        var item = Some.Item("Harbours") with { Members = [.. Enumerable.Range(0, 2000).Select(number => new MosaicMember($"scene {number}", $"/scenes/{number}.tif", true))] };
        await Catalog.TryAddAsync(item);

        // another process has a store of its own
        var other = ActivatorUtilities.CreateInstance<EfCatalogStore>(_host.Get<IServiceProvider>());
        var stop = TestContext.Current.CancellationToken;
        Task<CatalogItem?>[] Finds() => [Catalog.FindAsync(item.Id), Catalog.FindServiceAsync("harbours"), other.FindAsync(item.Id, stop), other.FindServiceAsync("HARBOURS", stop)];
        async Task AssertAllAsync(string title, string? jobId)
        {
            foreach (var found in await Task.WhenAll([.. Finds(), .. Finds()]))
            {
                Assert.Equal((title, jobId, 2000), (found!.Title, found.JobId, found.Members.Count));
                Assert.Equal(item.Members[1234], found.Members[1234]);
            }
        }

        await AssertAllAsync("Harbour", null);
        await other.ChangeAsync(item.Id, stored => stored with { Title = "Second" }, stop);
        await AssertAllAsync("Second", null);
        await Catalog.ChangeAsync(item.Id, stored => stored with { Title = "Third" });
        await AssertAllAsync("Third", null);
        var job = Some.Job("Harbours") with { OutputItemId = item.Id };
        await Jobs.TryCreateAsync(job, []);
        await AssertAllAsync("Third", job.Id);
        await Jobs.TryMoveAsync(job.Id, JobStatus.Cancelled);
        await AssertAllAsync("Third", null);

        // the name goes to another item
        await other.RemoveAsync(item.Id, stop);
        var next = Some.Item("Harbours");
        await other.TryAddAsync(next, stop);
        Assert.Null(await Catalog.FindAsync(item.Id));
        Assert.Equal(next.Id, (await Catalog.FindServiceAsync("harbours"))!.Id);
    }

    [Fact]
    public async Task Changes_of_many_at_once_are_all_kept()
    {
        var item = Some.Item();
        await Catalog.TryAddAsync(item);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Catalog.ChangeAsync(item.Id, stored => stored with { Details = stored.Details with { Tags = [.. stored.Details.Tags, $"{i:D2}"] } })));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i:D2}"), (await Catalog.FindAsync(item.Id))!.Details.Tags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_item_is_given_to_one_job_only_and_is_free_again_when_that_ends_without_a_result()
    {
        var item = Some.Item("Pier");
        await Catalog.TryAddAsync(item);
        AnalysisJob[] jobs = [.. Enumerable.Range(0, 8).Select(_ => Some.Job("Pier") with { OutputItemId = item.Id })];

        var taken = await Task.WhenAll(jobs.Select(job => Jobs.TryCreateAsync(job, [])));

        var first = jobs[Array.IndexOf(taken, true)];
        Assert.Equal(1, taken.Count(isTaken => isTaken));
        Assert.Equal(first.Id, (await Catalog.FindAsync(item.Id))!.JobId);
        Assert.Equal(first, await Jobs.FindAsync(first.Id));
        Assert.All(await Task.WhenAll(jobs.Where(job => job != first).Select(job => Jobs.FindAsync(job.Id))), Assert.Null);

        await Jobs.TryMoveAsync(first.Id, JobStatus.Cancelled);
        Assert.Null((await Catalog.FindAsync(item.Id))!.JobId);
        Assert.True(await Catalog.IsNameTakenAsync("pier"));
        Assert.True(await Jobs.TryCreateAsync(Some.Job("Pier") with { OutputItemId = item.Id }, []));
    }

    [Fact]
    public async Task A_job_that_succeeds_keeps_its_item()
    {
        var item = Some.Item("Mole");
        await Catalog.TryAddAsync(item);
        var job = Some.Job("Mole") with { OutputItemId = item.Id };
        await Jobs.TryCreateAsync(job, []);
        await Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        await Catalog.ChangeAsync(item.Id, stored => stored with { Size = 99 });
        await Jobs.TryMoveAsync(job.Id, JobStatus.Succeeded, item.Id);

        var found = (await Catalog.FindServiceAsync("mole"))!;
        Assert.Equal((item.Id, job.Id, 99L), (found.Id, found.JobId, found.Size));
        Assert.False(await Jobs.TryCreateAsync(Some.Job("Mole") with { OutputItemId = item.Id }, []));
    }

    [Fact]
    public async Task A_deleted_item_gives_its_name_back_though_its_job_still_runs()
    {
        var item = Some.Item("Jetty");
        await Catalog.TryAddAsync(item);
        var job = Some.Job("Jetty") with { OutputItemId = item.Id };
        await Jobs.TryCreateAsync(job, []);

        await Catalog.RemoveAsync(item.Id);

        Assert.True(await Catalog.TryAddAsync(Some.Item("jetty")));
        Assert.True(await Jobs.TryMoveAsync(job.Id, JobStatus.Cancelled));
        Assert.True(await Catalog.IsNameTakenAsync("JETTY"));
    }

    [Fact]
    public async Task Names_that_no_database_holds_are_not_found()
    {
        Assert.Null(await Catalog.FindAsync("a\0"));
        Assert.Null(await Catalog.FindServiceAsync("a\0"));
        Assert.Null(await Folders.FindAsync("ann", "a\0"));
    }

    [Fact]
    public async Task Folders_are_found_by_id_and_title_and_each_owner_has_own_ones()
    {
        var folder = new ContentFolder(CatalogItem.NewId(), "ann", "Résults", DateTimeOffset.UtcNow);
        Assert.True(await Folders.TryAddAsync(folder));
        Assert.False(await Folders.TryAddAsync(folder with { Id = CatalogItem.NewId(), Title = "RÉSULTS" }));
        Assert.True(await Folders.TryAddAsync(folder with { Id = CatalogItem.NewId(), Owner = "bob" }));

        Assert.Equal(folder, await Folders.FindAsync("ann", folder.Id));
        Assert.Equal(folder, await Folders.FindAsync("ann", "résults"));
        Assert.Null(await Folders.FindAsync("bob", folder.Id));
        Assert.Equal([folder], await Folders.ListAsync("ann"));
    }

    [Fact]
    public async Task Items_make_the_folders_that_they_go_into()
    {
        var items = Enumerable.Range(0, 12).Select(_ => Some.Item() with { Folder = "Surveys" }).ToArray();

        Assert.All(await Task.WhenAll(items.Select(item => Catalog.TryAddAsync(item))), Assert.True);
        await Catalog.ChangeAsync(items[0].Id, item => item with { Folder = "Other" });

        Assert.Equal(["Other", "Surveys"], (await Folders.ListAsync("ann")).Select(folder => folder.Title));
        var surveys = (await Folders.FindAsync("ann", "surveys"))!;
        Assert.Equal(items[1..].Select(item => item.Id).Order(StringComparer.Ordinal), (await Folders.ItemIdsAsync(surveys)).Order(StringComparer.Ordinal));
        Assert.False(await Folders.TryRemoveAsync(surveys));
        Assert.NotNull(await Folders.FindAsync("ann", "Surveys"));
    }

    [Fact]
    public async Task An_emptied_folder_goes_and_comes_again_with_the_next_item()
    {
        var item = Some.Item() with { Folder = "Brief" };
        await Catalog.TryAddAsync(item);
        var folder = (await Folders.FindAsync("ann", "brief"))!;
        await Catalog.RemoveAsync(item.Id);

        Assert.True(await Folders.TryRemoveAsync(folder));
        Assert.Null(await Folders.FindAsync("ann", "Brief"));
        await Catalog.TryAddAsync(item);
        Assert.NotNull(await Folders.FindAsync("ann", "Brief"));
    }

    [Fact]
    public async Task Deleting_a_folder_leaves_no_item_behind_whoever_adds_meanwhile()
    {
        var items = Enumerable.Range(0, 20).Select(_ => Some.Item() with { Folder = "Busy" }).ToArray();
        await Catalog.TryAddAsync(items[0]);
        var folder = (await Folders.FindAsync("ann", "Busy"))!;

        var adding = Task.WhenAll(items[1..].Select(item => Catalog.TryAddAsync(item)));
        await _host.Get<ItemDeletion>().DeleteFolderAsync(folder, CancellationToken.None);
        await adding;

        // what came after the folder was gone has made it anew
        var left = (await Catalog.ListAsync(null, 0, 100)).Where(item => item.Folder == "Busy").Select(item => item.Id).ToArray();
        Assert.Equal(left.Length > 0, await Folders.FindAsync("ann", "Busy") is not null);
    }

    /// <summary>An empty database.</summary>
    protected abstract Task<string> ConnectionStringAsync();
}
