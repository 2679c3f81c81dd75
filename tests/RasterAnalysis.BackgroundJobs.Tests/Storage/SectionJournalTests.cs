using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

/// <summary>What the journal of sections promises, on whatever database.</summary>
public abstract class SectionJournalTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private JobsHost _host = null!;

    private ISectionJournal Journal => _host.Journal;

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync(await ConnectionStringAsync());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sections_come_back_as_they_were_planned()
    {
        var job = await AddJobAsync(0);
        JobSection[] sections =
        [
            JobSection.Planned(0, new(0, 0, 512, 300), "north"),
            JobSection.Planned(1, new(512, 0, 88, 300), "south") with { State = SectionState.Done, Outcome = """{"trees":26400}""", Hash = "AB" },
        ];

        await Journal.SetAsync(job.Id, sections);

        var found = await Journal.ListAsync(job.Id);
        Assert.Equal(sections[0], found[0]);
        Assert.Equal((sections[1].Window, "south", "AB", """{"trees":26400}"""), (found[1].Window, found[1].Part, found[1].Hash, found[1].Outcome));
        Assert.Equal((2, 1), await CountsAsync(job.Id));
        Assert.Equal(0, await Journal.ClaimAsync(job.Id, "a", Long));
        Assert.Null(await Journal.ClaimAsync(job.Id, "a", Long));
    }

    [Fact]
    public async Task Each_section_is_claimed_by_one_only()
    {
        var job = await AddJobAsync(60);

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(async claimant =>
        {
            var mine = new List<int>();
            while (await Journal.ClaimAsync(job.Id, $"{claimant}", Long) is { } number)
            {
                mine.Add(number);
                Assert.True(await Journal.CompleteAsync(job.Id, number, $"{claimant}", $$"""{"number":{{number}}}"""));
            }

            return mine;
        }));

        Assert.Equal(Enumerable.Range(0, 60), claims.SelectMany(mine => mine).Order());
        var sections = await Journal.ListAsync(job.Id);
        Assert.Equal(Enumerable.Range(0, 60), sections.Select(s => s.Number));
        Assert.All(sections, section => Assert.Equal((true, 1, $$"""{"number":{{section.Number}}}"""), (section.IsDone, section.Tries, section.Outcome)));
        Assert.Equal((60, 60), await CountsAsync(job.Id));
    }

    [Fact]
    public async Task Released_sections_are_claimed_again_and_finished_ones_are_not()
    {
        var job = await AddJobAsync(3);
        await Journal.ClaimAsync(job.Id, "a", Long);
        Assert.True(await Journal.CompleteAsync(job.Id, 0, "a", "{}"));
        Assert.True(await Journal.CompleteAsync(job.Id, 0, "a", "{}")); // told twice, counted once
        await Journal.ClaimAsync(job.Id, "a", Long);
        await Journal.CompleteAsync(job.Id, 1, "a", "{}", "AB");
        Assert.Equal("AB", (await Journal.ListAsync(job.Id))[1].Hash);
        await Journal.ReopenAsync(job.Id, 1);
        Assert.Null((await Journal.ListAsync(job.Id))[1].Outcome);
        await Journal.ReopenAsync(job.Id, 1); // told twice, taken back once
        Assert.False((await Journal.ListAsync(job.Id))[1].IsDone);
        await Journal.ClaimAsync(job.Id, "a", Long);

        await Journal.ReleaseAsync(job.Id);

        Assert.Equal(1, await Journal.ClaimAsync(job.Id, "b", Long));
        Assert.Equal(2, await Journal.ClaimAsync(job.Id, "b", Long));
        Assert.Null(await Journal.ClaimAsync(job.Id, "b", Long));
        Assert.Equal([1, 3, 1], (await Journal.ListAsync(job.Id)).Select(s => s.Tries));
        Assert.Equal((3, 1), await CountsAsync(job.Id));
    }

    [Fact]
    public async Task A_claim_whose_lease_ran_out_is_anybodys_and_its_first_owner_is_told()
    {
        var job = await AddJobAsync(1);
        Assert.Equal(0, await Journal.ClaimAsync(job.Id, "slow", TimeSpan.FromHours(-1)));

        Assert.True(await Journal.RenewAsync(job.Id, 0, "slow", TimeSpan.FromHours(-1))); // late, but nobody has taken it
        Assert.Equal(0, await Journal.ClaimAsync(job.Id, "quick", Long));

        Assert.False(await Journal.RenewAsync(job.Id, 0, "slow", Long));
        Assert.False(await Journal.CompleteAsync(job.Id, 0, "slow", "{}"));
        Assert.Equal((1, 0), await CountsAsync(job.Id));
        Assert.True(await Journal.RenewAsync(job.Id, 0, "quick", Long));
        Assert.True(await Journal.CompleteAsync(job.Id, 0, "quick", "{}"));
        Assert.Equal((1, 1), await CountsAsync(job.Id));
    }

    [Fact]
    public async Task Finished_sections_of_a_failed_job_go_to_one_heir_only()
    {
        var (finished, keys) = (_host.Get<IResultCache>(), new WorkKeys($"{Guid.NewGuid()}", $"{Guid.NewGuid()}"));
        var failed = await AddJobAsync(2);
        await finished.NoteAsync(failed.Id, keys);
        Assert.Null(await finished.InheritAsync(keys.Sections, "early")); // it runs
        await _host.Jobs.TryMoveAsync(failed.Id, JobStatus.Executing);
        await _host.Jobs.TryMoveAsync(failed.Id, JobStatus.Failed);

        var heirs = await Task.WhenAll(Enumerable.Range(0, 6).Select(heir => finished.InheritAsync(keys.Sections, $"{heir}")));

        var heir = Assert.Single(Enumerable.Range(0, 6), number => heirs[number] == failed.Id);
        Assert.Equal(failed.Id, await finished.InheritAsync(keys.Sections, $"{heir}")); // again, after a crash
        await finished.ForgetSectionsAsync(failed.Id);
        Assert.Null(await finished.InheritAsync(keys.Sections, $"{heir}"));
    }

    [Fact]
    public async Task The_newest_result_of_a_key_is_found()
    {
        var (finished, keys) = (_host.Get<IResultCache>(), new WorkKeys($"{Guid.NewGuid()}", "sections"));
        Assert.Null(await finished.FindResultAsync(keys.Result));
        var last = "";
        for (var i = 0; i < 3; i++)
        {
            var job = Some.Job() with { Submitted = DateTimeOffset.UnixEpoch.AddDays(i) };
            await _host.Jobs.TryCreateAsync(job, []);
            await finished.NoteAsync(job.Id, keys);
            await _host.Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
            await _host.Jobs.TryMoveAsync(job.Id, i < 2 ? JobStatus.Succeeded : JobStatus.Failed, i < 2 ? $"item{i}" : null);
            last = i < 2 ? job.Id : last;
        }

        var found = await finished.FindResultAsync(keys.Result);

        Assert.Equal((last, "item1", keys), (found!.Id, found.ResultItemId, found.Keys));
    }

    /// <summary>An empty database.</summary>
    protected abstract Task<string> ConnectionStringAsync();

    private async Task<AnalysisJob> AddJobAsync(int sections)
    {
        var job = Some.Job();
        await _host.Jobs.TryCreateAsync(job, []);
        await Journal.SetAsync(job.Id, Some.Sections(sections));
        return job;
    }

    private async Task<(int Total, int Done)> CountsAsync(string jobId) =>
        await _host.Jobs.FindAsync(jobId) is { } job ? (job.SectionsTotal, job.SectionsDone) : default;
}
