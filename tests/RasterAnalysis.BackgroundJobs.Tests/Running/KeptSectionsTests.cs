using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>Sections of failed jobs, with the real stores: what is kept, who gets it, and when it goes.</summary>
public sealed class KeptSectionsTests : IAsyncLifetime
{
    private static readonly WorkKeys Keys = new("result", "sections");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private JobsHost _host = null!;

    private KeptSections Kept => _host.Get<KeptSections>();

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync(register: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_same_job_takes_over_what_was_finished()
    {
        var failed = await FailAsync(Keys, done: 2);
        var heir = await AddAsync();

        var sections = await InheritAsync(heir, Keys);

        Assert.Equal([true, true, false], sections.Select(section => section.IsDone));
        Assert.Equal([("""{"n":0}""", "hash 0", 0), ("""{"n":1}""", "hash 1", 0), (null, null, 0)], sections.Select(section => (section.Outcome, section.Hash, section.Tries)));
        Assert.Equal(["0", "1"], Files(heir));
        Assert.Contains($"Job {failed.Id} failed after it had finished 2 of the same 3 sections", Assert.Single(await _host.Jobs.MessagesAsync(heir.Id)).Text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_host.Layout.KeptSectionsFolder));
    }

    [Fact]
    public async Task Another_job_does_not_get_it_nor_a_second_one_of_the_same()
    {
        await FailAsync(Keys, done: 2);
        var (another, first, second) = (await AddAsync(), await AddAsync(), await AddAsync());

        Assert.DoesNotContain(await InheritAsync(another, Keys with { Sections = "cut otherwise" }), section => section.IsDone);
        Assert.Equal(2, (await InheritAsync(first, Keys)).Count(section => section.IsDone));
        Assert.DoesNotContain(await InheritAsync(second, Keys), section => section.IsDone);

        Assert.Equal(["0", "1"], Files(first));
        Assert.Empty(Files(another));
        Assert.Empty(Files(second));
    }

    [Fact]
    public async Task A_heir_that_was_cut_off_finds_it_again()
    {
        await FailAsync(Keys, done: 2);
        var heir = await AddAsync();
        await InheritAsync(heir, Keys);
        await File.WriteAllTextAsync(Scratch(heir).SectionPath(2), "its own", TestContext.Current.CancellationToken);

        var again = await InheritAsync(heir, Keys);

        Assert.Equal([true, true, false], again.Select(section => section.IsDone));
        Assert.Equal(["0", "1", "its own"], Files(heir));
    }

    [Fact]
    public async Task Files_that_the_heir_has_made_itself_stay()
    {
        await FailAsync(Keys, done: 2);
        var heir = await AddAsync();
        await File.WriteAllTextAsync(Scratch(heir).SectionPath(2), "its own", TestContext.Current.CancellationToken);

        Assert.DoesNotContain(await InheritAsync(heir, Keys), section => section.IsDone);

        Assert.Equal(["its own"], Files(heir));
    }

    [Fact]
    public async Task A_section_whose_file_is_lost_is_not_taken_for_done()
    {
        var failed = await FailAsync(Keys, done: 2);
        File.Delete(Path.Combine(_host.Layout.KeptSectionsFolder, failed.Id, "000000.tif"));

        Assert.Equal([false, true, false], (await InheritAsync(await AddAsync(), Keys)).Select(section => section.IsDone));
    }

    [Fact]
    public async Task It_goes_after_a_day_and_nobody_inherits_it_then()
    {
        var failed = await FailAsync(Keys, done: 2);
        _time.Advance(TimeSpan.FromHours(23));
        await Kept.SweepAsync();
        Assert.Equal([failed.Id], Directory.GetDirectories(_host.Layout.KeptSectionsFolder).Select(Path.GetFileName));

        _time.Advance(TimeSpan.FromHours(2));
        await Kept.SweepAsync();

        Assert.Empty(Directory.GetDirectories(_host.Layout.KeptSectionsFolder));
        Assert.Null(await _host.Get<IResultCache>().InheritAsync(Keys.Sections, "heir"));
    }

    [Fact]
    public async Task All_of_it_goes_to_make_room()
    {
        await FailAsync(Keys, done: 2);
        await FailAsync(Keys with { Sections = "others" }, done: 1);

        await Kept.ClearAsync();

        Assert.Empty(Directory.GetDirectories(_host.Layout.KeptSectionsFolder));
        Assert.Null(await _host.Get<IResultCache>().InheritAsync(Keys.Sections, "heir"));
    }

    [Theory]
    [InlineData(false, 2)] // nobody could find it
    [InlineData(true, 0)]
    public async Task Nothing_is_kept_that_serves_nobody(bool hasKeys, int done)
    {
        var job = await AddAsync(hasKeys ? Keys : null, done);

        Assert.False(await Kept.KeepAsync(job, Scratch(job)));

        Assert.False(Directory.Exists(_host.Layout.KeptSectionsFolder));
        Assert.Equal(done, Files(job).Length);
    }

    [Fact]
    public async Task Nothing_is_kept_where_the_settings_do_not_wish_it()
    {
        await using var host = await JobsHost.StartAsync(change: options => options with { KeepFinishedSections = TimeSpan.Zero });
        var job = await AddAsync(Keys, done: 1);

        Assert.False(await host.Get<KeptSections>().KeepAsync(job, Scratch(job)));
    }

    [Fact]
    public async Task An_earlier_end_of_the_same_job_that_was_not_recorded_makes_way()
    {
        var job = await AddAsync(Keys, done: 2);
        var stale = Directory.CreateDirectory(Path.Combine(_host.Layout.KeptSectionsFolder, job.Id)).FullName;
        await File.WriteAllTextAsync(Path.Combine(stale, "000007.tif"), "stale", TestContext.Current.CancellationToken);
        Directory.SetLastWriteTimeUtc(stale, _time.GetUtcNow().UtcDateTime);

        Assert.True(await Kept.KeepAsync(job, Scratch(job)));

        Assert.Equal(["000000.tif", "000001.tif"], Directory.GetFiles(stale).Select(Path.GetFileName).Order());
    }

    /// <summary>A job with its keys and three sections, some of which are done and have files, which hold their numbers.</summary>
    private async Task<AnalysisJob> AddAsync(WorkKeys? keys = null, int done = 0)
    {
        var job = Some.Job();
        await _host.Jobs.TryCreateAsync(job, []);
        Scratch(job).Create();
        await _host.Journal.SetAsync(
            job.Id,
            [.. Some.Sections(3).Select(section => section.Number >= done ? section
                : section with { State = SectionState.Done, Tries = 1, Outcome = $$"""{"n":{{section.Number}}}""", Hash = $"hash {section.Number}" })]);
        foreach (var number in Enumerable.Range(0, done))
        {
            await File.WriteAllTextAsync(Scratch(job).SectionPath(number), number.ToString(CultureInfo.InvariantCulture));
        }

        if (keys is not null)
        {
            await _host.Get<IResultCache>().NoteAsync(job.Id, keys);
        }

        return (await _host.Jobs.FindAsync(job.Id))!;
    }

    private async Task<AnalysisJob> FailAsync(WorkKeys keys, int done)
    {
        var job = await AddAsync(keys, done);
        Assert.True(await Kept.KeepAsync(job, Scratch(job)));
        Assert.True(await _host.Jobs.TryMoveAsync(job.Id, JobStatus.Failed));
        Scratch(job).Delete();
        return job;
    }

    private Task<IReadOnlyList<JobSection>> InheritAsync(AnalysisJob heir, WorkKeys keys) =>
        new ResultCache(_host.Get<ClassifiedRasters>(), _host.Jobs, _host.Journal, _host.Get<IResultCache>(), _host.Get<ICatalogStore>(), Kept, Scratch(heir))
            .InheritSectionsAsync(heir, keys, Some.Sections(3), CancellationToken.None);

    private JobScratch Scratch(AnalysisJob job) => new(_host.Layout, job.Id);

    private string[] Files(AnalysisJob job) =>
        [.. Directory.GetFiles(Scratch(job).SectionsFolder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
