using RasterAnalysis.BackgroundJobs.DataFolder;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Tests.DataFolder;

/// <summary>What the sweep of the embedded service takes, and what it leaves.</summary>
public sealed class FolderSweepTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await JobsHost.StartAsync();
        _host.Get<FolderUse>().Take();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Folders_without_a_record_go_and_those_with_one_stay()
    {
        var (kept, left) = (Some.Item("Kept"), CatalogItem.NewId());
        await _host.Get<ICatalogStore>().TryAddAsync(kept);
        Fill(_host.Layout.ItemFolder(kept.Id));
        Fill(_host.Layout.ItemFolder(left));

        await SweepAsync();

        Assert.True(Directory.Exists(_host.Layout.ItemFolder(kept.Id)));
        Assert.False(Directory.Exists(_host.Layout.ItemFolder(left)));
    }

    [Fact]
    public async Task Folders_that_nobody_knows_are_put_aside_for_some_days()
    {
        var (unknown, known) = (CatalogItem.NewId(), Some.Item("Later"));
        Fill(_host.Layout.ItemFolder(unknown));
        Fill(_host.Layout.ItemFolder(known.Id));
        await SweepAsync();
        Assert.Empty(Directory.GetDirectories(_host.Layout.ItemsFolder));
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(_host.Layout.UnknownItemsFolder, unknown, "file"), TestContext.Current.CancellationToken));

        // a later backup knows one of them
        await _host.Get<ICatalogStore>().TryAddAsync(known);
        await SweepAsync();
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(_host.Layout.ItemFolder(known.Id), "file"), TestContext.Current.CancellationToken));
        Assert.Equal([unknown], Directory.GetDirectories(_host.Layout.UnknownItemsFolder).Select(Path.GetFileName));

        Directory.SetLastWriteTimeUtc(Path.Combine(_host.Layout.UnknownItemsFolder, unknown), DateTime.UtcNow.AddDays(-8));
        await SweepAsync();
        Assert.Empty(Directory.GetDirectories(_host.Layout.UnknownItemsFolder));
    }

    [Fact]
    public async Task What_ended_processes_were_making_goes_at_once()
    {
        var id = CatalogItem.NewId();
        Fill(_host.Layout.ItemFolder(id));
        Directory.CreateDirectory(_host.Layout.ProcessFolder("ended"));
        await File.WriteAllTextAsync(Path.Combine(_host.Layout.ProcessFolder("ended"), $"{id}.item"), "", TestContext.Current.CancellationToken);

        await SweepAsync();

        Assert.False(Directory.Exists(_host.Layout.ItemFolder(id)));
        Assert.False(Directory.Exists(Path.Combine(_host.Layout.UnknownItemsFolder, id)));
    }

    [Fact]
    public async Task What_is_being_made_stays()
    {
        var id = CatalogItem.NewId();
        using var making = ItemInTheMaking.Begin(_host.Layout, id);
        Fill(_host.Layout.ItemFolder(id));
        var job = Some.Job() with { Status = JobStatus.Executing };
        await _host.Jobs.TryCreateAsync(job, []);
        Fill(_host.Layout.ItemFolder(job.Id[1..]));

        await SweepAsync();

        Assert.True(Directory.Exists(_host.Layout.ItemFolder(id)));
        Assert.True(Directory.Exists(_host.Layout.ItemFolder(job.Id[1..])));
    }

    [Fact]
    public async Task Uploads_that_nobody_sends_any_more_go_and_what_ended_processes_said_too()
    {
        var (young, old) = (Path.Combine(_host.Layout.UploadFolder, "file"), Path.Combine(_host.Layout.UploadFolder, "old"));
        Fill(_host.Layout.UploadFolder);
        File.Copy(young, old);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        Fill(_host.Layout.ProcessFolder("ended"));

        await SweepAsync();

        Assert.Equal([young], Directory.GetFileSystemEntries(_host.Layout.UploadFolder));
        Assert.False(Directory.Exists(_host.Layout.ProcessFolder("ended")));
    }

    [Fact]
    public async Task Kept_sections_go_after_a_day_and_scratch_of_jobs_that_are_over_too()
    {
        var job = Some.Job();
        await _host.Jobs.TryCreateAsync(job, []);
        string[] old = [Path.Combine(_host.Layout.KeptSectionsFolder, "old"), _host.Layout.JobFolder("jover")];
        string[] others = [Path.Combine(_host.Layout.KeptSectionsFolder, "young"), _host.Layout.JobFolder("jyoung"), _host.Layout.JobFolder(job.Id)];
        Array.ForEach([.. old, .. others], Fill);
        foreach (var folder in (string[])[.. old, _host.Layout.JobFolder(job.Id)])
        {
            Array.ForEach(Directory.GetFiles(folder), file => File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2)));
            Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddDays(-2));
        }

        await SweepAsync();

        Assert.All(old, folder => Assert.False(Directory.Exists(folder), folder));
        Assert.All(others, folder => Assert.True(Directory.Exists(folder), folder));
    }

    [Fact]
    public async Task Many_unknown_folders_are_left_since_the_database_may_be_the_wrong_one()
    {
        string[] ids = [.. Enumerable.Range(0, 17).Select(_ => CatalogItem.NewId())];
        Array.ForEach(ids, id => Fill(_host.Layout.ItemFolder(id)));

        await SweepAsync();

        Assert.All(ids, id => Assert.True(Directory.Exists(_host.Layout.ItemFolder(id))));
    }

    private static void Fill(string folder) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "file"), "content");

    private Task SweepAsync() => _host.Get<FolderSweep>().SweepAsync(CancellationToken.None);
}
