using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Storage.Migrations;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

/// <summary>What the stores promise, on whatever database.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    private IJobStore Jobs => _host.Jobs;

    private ICatalogStore Catalog => _host.Get<ICatalogStore>();

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync(await ConnectionStringAsync());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_job_comes_back_as_it_was_stored()
    {
        var job = Some.Job();
        JobMessage[] messages = [new(JobMessageType.Informative, "Submitted.", job.Submitted), new(JobMessageType.Warning, "Ärger ∑", job.Submitted)];

        Assert.True(await Jobs.TryCreateAsync(job, messages));

        Assert.Equal(job, await Jobs.FindAsync(job.Id));
        Assert.Equal(messages, await Jobs.MessagesAsync(job.Id));
        Assert.Equal(messages[1..], await Jobs.MessagesAsync(job.Id, 1));
        Assert.Null(await Jobs.FindAsync("j0"));
    }

    [Fact]
    public async Task A_job_moves_only_where_the_transitions_allow()
    {
        foreach (var from in Enum.GetValues<JobStatus>())
        {
            foreach (var to in Enum.GetValues<JobStatus>())
            {
                var job = Some.Job() with { Status = from };
                await Jobs.TryCreateAsync(job, []);

                var moved = await Jobs.TryMoveAsync(job.Id, to, messages: [new(JobMessageType.Informative, "moved", job.Submitted)]);

                Assert.Equal(JobTransitions.IsAllowed(from, to), moved);
                Assert.Equal(moved ? to : from, (await Jobs.FindAsync(job.Id))!.Status);
                Assert.Equal(moved ? 1 : 0, (await Jobs.MessagesAsync(job.Id)).Count);
            }
        }
    }

    [Fact]
    public async Task A_job_is_one_runs_until_that_is_silent()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);

        Assert.True(await Jobs.TryBeginAsync(job.Id, "first", TimeSpan.FromHours(1), [new(JobMessageType.Informative, "began", job.Submitted)]));
        Assert.False(await Jobs.TryBeginAsync(job.Id, "second", TimeSpan.FromHours(1), [new(JobMessageType.Informative, "began", job.Submitted)]));
        Assert.True(await Jobs.HoldAsync(job.Id, "first", TimeSpan.Zero));
        Assert.False(await Jobs.HoldAsync(job.Id, "second", TimeSpan.Zero));
        Assert.True(await Jobs.TryBeginAsync(job.Id, "second", TimeSpan.FromHours(1)));

        // it comes back after a pause: the job is another's, whatever it does now
        Assert.False(await Jobs.HoldAsync(job.Id, "first", TimeSpan.FromHours(1)));
        Assert.False(await Jobs.TryMoveAsync(job.Id, JobStatus.Waiting, runId: "first"));
        Assert.False(await Jobs.TryMoveAsync(job.Id, JobStatus.Failed, runId: "first"));
        Assert.True(await Jobs.TryMoveAsync(job.Id, JobStatus.Succeeded, runId: "second"));

        var done = (await Jobs.FindAsync(job.Id))!;
        Assert.Equal((JobStatus.Succeeded, null), (done.Status, done.HeldUntil));
        Assert.Equal("began", Assert.Single(await Jobs.MessagesAsync(job.Id)).Text);
        Assert.False(await Jobs.TryBeginAsync(job.Id, "third", TimeSpan.Zero));
    }

    [Fact]
    public async Task A_job_that_was_put_back_is_anybodys()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);
        await Jobs.TryBeginAsync(job.Id, "first", TimeSpan.FromHours(1));

        Assert.True(await Jobs.TryMoveAsync(job.Id, JobStatus.Waiting, runId: "first"));

        Assert.True(await Jobs.TryBeginAsync(job.Id, "second", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_message_with_a_NUL_is_stored_without_it()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);

        await Jobs.AddMessageAsync(job.Id, JobMessageType.Warning, "a\0b");

        Assert.Equal("a\ufffdb", Assert.Single(await Jobs.MessagesAsync(job.Id)).Text);
    }

    [Fact]
    public async Task Tables_of_an_earlier_version_get_the_columns_that_they_lack()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);
        await using (var context = await _host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            await context.Database.ExecuteSqlRawAsync(
                """
                ALTER TABLE "Jobs" DROP COLUMN "RunId"; ALTER TABLE "Jobs" DROP COLUMN "HeldUntil"; DROP TABLE "__EFMigrationsHistory";
                DROP INDEX "IX_Items_Access"; ALTER TABLE "Items" DROP COLUMN "Access"; ALTER TABLE "Items" DROP COLUMN "SharedWith";
                DROP TABLE "AccountClaims"; DROP TABLE "AccountLogins"; DROP TABLE "AccountTokens"; DROP TABLE "Accounts"; DROP TABLE "Grants";
                DROP TABLE "Groups"; DROP TABLE "GroupMembers"; DROP TABLE "DataProtectionKeys"; DROP TABLE "Audit"; DROP TABLE "WatchedSettings";
                ALTER TABLE "JobSections" DROP COLUMN "Outcome";
                ALTER TABLE "JobSections" ADD COLUMN "Counts" TEXT NOT NULL DEFAULT '[]'; ALTER TABLE "JobSections" ADD COLUMN "InvalidScores" BIGINT NOT NULL DEFAULT 0;
                """,
                TestContext.Current.CancellationToken);
        }

        await _host.Get<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        await _host.Get<DatabaseInitializer>().InitializeAsync(CancellationToken.None);

        Assert.Equal(job, await Jobs.FindAsync(job.Id));
        Assert.True(await Jobs.TryBeginAsync(job.Id, "run", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Times_of_a_job_follow_its_states()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);
        await Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        var started = (await Jobs.FindAsync(job.Id))!.Started;
        await Jobs.TryMoveAsync(job.Id, JobStatus.Waiting);
        await Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        await Jobs.TryMoveAsync(job.Id, JobStatus.Succeeded, "item");

        var ended = (await Jobs.FindAsync(job.Id))!;
        Assert.NotNull(started);
        Assert.Equal(started, ended.Started);
        Assert.True(ended.Finished >= ended.Started);
        Assert.Equal(("item", 100d), (ended.ResultItemId, ended.Progress));
    }

    [Fact]
    public async Task Progress_never_goes_back()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);
        await Jobs.SetProgressAsync(job.Id, 40, "forty");
        await Jobs.SetProgressAsync(job.Id, 30, "thirty");

        var found = (await Jobs.FindAsync(job.Id))!;
        Assert.Equal((40d, "forty"), (found.Progress, found.ProgressText));
    }

    [Fact]
    public async Task Messages_of_many_writers_are_all_kept()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"{i}")));

        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"{i}").Order(StringComparer.Ordinal),
            (await Jobs.MessagesAsync(job.Id)).Select(m => m.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_belongs_to_one_job_or_item_at_a_time()
    {
        var (name, job) = ($"Harbour{Guid.NewGuid():N}", default(AnalysisJob));
        job = Some.Job(name);
        Assert.True(await Jobs.TryCreateAsync(job, []));

        Assert.True(await Catalog.IsNameTakenAsync(name.ToUpperInvariant()));
        Assert.False(await Jobs.TryCreateAsync(Some.Job(name.ToUpperInvariant()), []));
        Assert.False(await Catalog.TryAddAsync(Some.Item(name)));

        await Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        var result = Some.Item(name, job.Id);
        Assert.True(await Catalog.TryAddAsync(result));
        await Jobs.TryMoveAsync(job.Id, JobStatus.Succeeded, result.Id);

        Assert.False(await Jobs.TryCreateAsync(Some.Job(name), []));
        Assert.Equal(result.Id, (await Catalog.FindServiceAsync(name.ToUpperInvariant()))!.Id);
        Assert.True(await Catalog.RemoveAsync(result.Id));
        Assert.False(await Catalog.IsNameTakenAsync(name));
    }

    [Fact]
    public async Task A_job_that_ends_without_a_result_gives_its_name_back()
    {
        var job = Some.Job();
        await Jobs.TryCreateAsync(job, []);

        await Jobs.TryMoveAsync(job.Id, JobStatus.Cancelled);

        Assert.True(await Jobs.TryCreateAsync(Some.Job(job.OutputName), []));
    }

    [Fact]
    public async Task Jobs_without_a_raster_hold_no_name_and_keep_their_result()
    {
        AnalysisJob[] jobs = [Some.Job(""), Some.Job("")];
        foreach (var job in jobs)
        {
            Assert.True(await Jobs.TryCreateAsync(job, []));
            await Jobs.TryMoveAsync(job.Id, JobStatus.Executing);
        }

        Assert.False(await Catalog.IsNameTakenAsync(""));
        await Jobs.SetResultValueAsync(jobs[0].Id, """{"modelInfo":"∑"}""");
        Assert.True(await Jobs.TryMoveAsync(jobs[0].Id, JobStatus.Succeeded));
        Assert.True(await Jobs.TryMoveAsync(jobs[1].Id, JobStatus.Failed));

        var found = (await Jobs.FindAsync(jobs[0].Id))!;
        Assert.Equal(("""{"modelInfo":"∑"}""", null, 100d), (found.ResultValue, found.ResultItemId, found.Progress));
        Assert.Null((await Jobs.FindAsync(jobs[1].Id))!.ResultValue);
    }

    [Fact]
    public async Task Only_one_of_many_gets_a_name()
    {
        var name = $"Wanted{Guid.NewGuid():N}";

        var jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Jobs.TryCreateAsync(Some.Job(name), [])));
        var items = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Catalog.TryAddAsync(Some.Item(name))));

        Assert.Equal((1, 0), (jobs.Count(got => got), items.Count(got => got)));
    }

    [Fact]
    public async Task Items_come_back_the_newest_first()
    {
        var now = DateTimeOffset.UtcNow;
        CatalogItem[] items = [.. Enumerable.Range(0, 4).Select(i => Some.Item() with { Created = now.AddSeconds(i), Title = $"{i}" })];
        foreach (var item in items)
        {
            Assert.True(await Catalog.TryAddAsync(item));
        }

        Assert.Equal(["3", "2"], (await Catalog.ListAsync(ItemType.ImageService, 0, 2)).Select(i => i.Title));
        Assert.Equal(["1"], (await Catalog.ListAsync(null, 2, 1)).Select(i => i.Title));
        Assert.Empty(await Catalog.ListAsync(ItemType.DeepLearningPackage, 0, 10));
        Assert.False(await Catalog.RemoveAsync("none"));
    }

    /// <summary>An empty database.</summary>
    protected abstract Task<string> ConnectionStringAsync();
}
