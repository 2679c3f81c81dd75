using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Finiteness;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>The raster of a job that made the same one, with the real stores: when it is taken, and what comes with it.</summary>
public sealed class ResultCacheTests : IAsyncLifetime
{
    private static readonly WorkKeys Keys = new("result", "sections");
    private JobsHost _host = null!;
    private AnalysisJob _earlier = null!;
    private AnalysisJob _job = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await JobsHost.StartAsync();
        _earlier = await AddAsync();
        await _host.Get<IResultCache>().NoteAsync(_earlier.Id, Keys);
        _job = await AddAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Its_file_and_side_car_are_copied_and_it_says_from_whom()
    {
        var item = await SucceedAsync(File("a.tif", "pixels", sideCar: "overviews"));

        var (source, copies) = (await CopyAsync(Part("")))!.Value;

        Assert.Equal(item.Id, source.Id);
        var copy = Assert.Single(copies);
        Assert.Equal(Path.Combine(_host.Layout.JobFolder(_job.Id), "classified-0000.tif"), copy.Path);
        Assert.Equal(("pixels", "overviews"), (System.IO.File.ReadAllText(copy.Path), System.IO.File.ReadAllText(copy.Path + ".aux.xml")));
        Assert.True(System.IO.File.Exists(item.DataPath));
        Assert.Contains($"Job {_earlier.Id} has classified the same input", Assert.Single(await _host.Jobs.MessagesAsync(_job.Id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_raster_of_a_mosaic_is_copied_under_its_name()
    {
        await SucceedAsync(File("a.tif", "north"), File("b.tif", "south"));

        var (_, copies) = (await CopyAsync(Part("North"), Part("South")))!.Value;

        Assert.Equal([("North", "north"), ("South", "south")], copies.Select(copy => (copy.Name, System.IO.File.ReadAllText(copy.Path))));
    }

    [Fact]
    public async Task What_was_said_of_its_pixels_is_said_again()
    {
        await SucceedAsync(File("a.tif", "pixels"));
        var outcome = new SectionOutcome([], InvalidScores: 3) { NonFinite = [new NonFiniteCount("/div", "0 / 0", "Relu", 5)] };
        await _host.Journal.SetAsync(
            _earlier.Id, [.. Some.Sections(2).Select(section => section with { State = SectionState.Done, Outcome = outcome.Write() })]);

        await CopyAsync(Part(""));

        var warnings = (await _host.Jobs.MessagesAsync(_job.Id)).Where(message => message.Type == JobMessageType.Warning).Select(message => message.Text).ToArray();
        Assert.Equal(3, warnings.Length);
        Assert.StartsWith("6 pixels are NoData", warnings[0], StringComparison.Ordinal);
        Assert.Contains("/div (0 / 0) at 10 pixels", warnings[1], StringComparison.Ordinal);
        Assert.Contains("pixels have no data", warnings[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_failed_has_none()
    {
        await _host.Jobs.TryMoveAsync(_earlier.Id, JobStatus.Failed);

        Assert.Null(await CopyAsync(Part("")));
    }

    [Fact]
    public async Task Another_key_has_none()
    {
        await SucceedAsync(File("a.tif", "pixels"));

        Assert.Null(await CopyAsync(Keys with { Result = "another" }, Part("")));
    }

    [Fact]
    public async Task One_that_was_deleted_is_computed_again()
    {
        var item = await SucceedAsync(File("a.tif", "pixels"));
        await _host.Get<ICatalogStore>().RemoveAsync(item.Id);

        Assert.Null(await CopyAsync(Part("")));
    }

    [Fact]
    public async Task One_whose_file_is_lost_is_computed_again_and_nothing_is_said()
    {
        var files = (File("a.tif", "north"), File("b.tif", "south"));
        await SucceedAsync(files.Item1, files.Item2);
        System.IO.File.Delete(files.Item2);

        Assert.Null(await CopyAsync(Part("North"), Part("South")));

        Assert.Empty(await _host.Jobs.MessagesAsync(_job.Id));
        Assert.Empty(Directory.GetFiles(_host.Layout.JobFolder(_job.Id)));
    }

    [Fact]
    public async Task One_of_other_parts_is_computed_again()
    {
        await SucceedAsync(File("a.tif", "north"), File("b.tif", "south"));

        Assert.Null(await CopyAsync(Part("")));
    }

    private static JobPart Part(string name) => new(name, "/nowhere/plan.json", 0, [new PixelWindow(0, 0, 512, 512)]);

    private Task<(CatalogItem Source, IReadOnlyList<ResultFile> Copies)?> CopyAsync(params JobPart[] parts) => CopyAsync(Keys, parts);

    private Task<(CatalogItem Source, IReadOnlyList<ResultFile> Copies)?> CopyAsync(WorkKeys keys, params JobPart[] parts) =>
        new ResultCache(
                _host.Get<ClassifiedRasters>(), _host.Jobs, _host.Journal, _host.Get<IResultCache>(), _host.Get<ICatalogStore>(), _host.Get<KeptSections>(), new JobScratch(_host.Layout, _job.Id))
            .CopyResultAsync(_job, keys, parts, CancellationToken.None);

    private string File(string name, string content, string? sideCar = null)
    {
        var path = Path.Combine(_host.DataRoot, name);
        System.IO.File.WriteAllText(path, content);
        if (sideCar is not null)
        {
            System.IO.File.WriteAllText(path + ".aux.xml", sideCar);
        }

        return path;
    }

    private async Task<AnalysisJob> AddAsync()
    {
        var job = Some.Job();
        await _host.Jobs.TryCreateAsync(job, []);
        await _host.Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        new JobScratch(_host.Layout, job.Id).Create();
        return (await _host.Jobs.FindAsync(job.Id))!;
    }

    /// <summary>Lets the earlier job succeed with an item of some files.</summary>
    private async Task<CatalogItem> SucceedAsync(params string[] files)
    {
        var item = Some.Item(_earlier.OutputName, _earlier.Id, _earlier.Id[1..]) with
        {
            DataPath = files[0], Members = files.Length > 1 ? [.. files.Select(file => new MosaicMember(Path.GetFileName(file), file, IsTrusted: false))] : [],
        };
        Assert.True(await _host.Get<ICatalogStore>().TryAddAsync(item));
        Assert.True(await _host.Jobs.TryMoveAsync(_earlier.Id, JobStatus.Succeeded, item.Id));
        return item;
    }
}
