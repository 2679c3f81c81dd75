using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Tests.Storage;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.Queue;

/// <summary>Whose turn it is: owners in turn, their jobs by submission, however many jobs one of them has, in both databases.</summary>
public sealed class JobTurnsTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly CommandCounter _commands = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Owners_take_turns_and_their_jobs_go_by_submission(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await AddAsync(host, "ann", 6);
        await AddAsync(host, "ben", 3);
        await AddAsync(host, "cyn", 1);

        var order = new List<string>();
        while (await BeginNextAsync(host) is { } id)
        {
            order.Add(await NameOfAsync(host, id));
            await host.Jobs.TryMoveAsync(id, JobStatus.Succeeded);
        }

        Assert.Equal(["ann0", "ben0", "cyn0", "ann1", "ben1", "ann2", "ben2", "ann3", "ann4", "ann5"], order);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_owner_with_the_fewest_jobs_in_work_is_next(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await AddAsync(host, "ann", 4);
        string[] first = [(await BeginNextAsync(host))!, (await BeginNextAsync(host))!];
        await AddAsync(host, "ben", 4);

        string[] then = [await NameOfAsync(host, await BeginNextAsync(host)), await NameOfAsync(host, await BeginNextAsync(host)), await NameOfAsync(host, await BeginNextAsync(host))];
        await host.Jobs.TryMoveAsync(first[0], JobStatus.Succeeded);
        await host.Jobs.TryMoveAsync(first[1], JobStatus.Cancelling); // its processes are not gone yet

        // two each: of ann one is still being cancelled, and of these two ann had the last turn the longest ago
        Assert.Equal(["ben0", "ben1", "ann2"], then);
        Assert.Equal("ben2", await NameOfAsync(host, await AfterEndAsync(host, "ben0")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Queues_do_not_count_in_each_other(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await AddAsync(host, "ann", 2);
        await AddAsync(host, "ben", 2);
        await AddAsync(host, "ben", 3, ModelTaskNames.QueryInfo);
        var question = await BeginNextAsync(host, ToolQueues.Models);

        Assert.Equal(ModelTaskNames.QueryInfo, (await host.Jobs.FindAsync(question!))!.Task);
        Assert.Equal("ann0", await NameOfAsync(host, await BeginNextAsync(host)));
        await BeginNextAsync(host, ToolQueues.Models);
        Assert.Equal("ben0", await NameOfAsync(host, await BeginNextAsync(host)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_whose_run_is_silent_has_its_turn_again_and_one_in_work_or_over_has_none(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await AddAsync(host, "ann", 4);
        string[] ids = [.. (await host.Jobs.ListUnfinishedAsync()).Select(job => job.Id)];
        await host.Jobs.TryBeginAsync(ids[0], "alive", Hour);
        await host.Jobs.TryBeginAsync(ids[1], "gone", -Hour);
        await host.Jobs.TryMoveAsync(ids[2], JobStatus.Cancelled);
        await host.Jobs.TryBeginAsync(ids[3], "gone", -Hour);
        await host.Jobs.TryMoveAsync(ids[3], JobStatus.Cancelling);
        var turns = host.Get<JobTurns>();

        Assert.Equal(ids[1], await turns.NextAsync(ToolQueues.Rasters, [], CancellationToken.None));
        Assert.Equal(ids[3], await turns.NextAsync(ToolQueues.Rasters, [ids[1]], CancellationToken.None));
        Assert.Null(await turns.NextAsync(ToolQueues.Rasters, [ids[1], ids[3]], CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_many_wait_two_queries_say_who_is_next(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await AddAsync(host, "ann", 150);
        await AddAsync(host, "ben", 30);
        await BeginNextAsync(host);

        var asked = await _commands.DuringAsync(async () => Assert.NotNull(await host.Get<JobTurns>().NextAsync(ToolQueues.Rasters, [], CancellationToken.None)));

        Assert.Equal(2, asked.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_that_take_turns_at_once_begin_each_job_once(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await AddAsync(host, "ann", 30);
        await AddAsync(host, "ben", 10);

        var begun = await Task.WhenAll(Enumerable.Range(0, 44).Select(_ => Task.Run(() => BeginNextAsync(host))));

        Assert.Equal((4, 40), (begun.Count(id => id is null), begun.OfType<string>().Distinct().Count()));
    }

    /// <summary>Takes a turn as the queue has it taken, and begins what it gives.</summary>
    private static async Task<string?> BeginNextAsync(JobsHost host, string queue = ToolQueues.Rasters)
    {
        var tried = new List<string>();
        while (await host.Get<JobTurns>().NextAsync(queue, tried, CancellationToken.None) is { } id)
        {
            if (await host.Jobs.TryBeginAsync(id, AnalysisJob.NewId(), Hour))
            {
                return id;
            }

            tried.Add(id);
        }

        return null;
    }

    private static async Task<string?> AfterEndAsync(JobsHost host, string name)
    {
        var job = (await host.Jobs.ListUnfinishedAsync()).Single(job => job.ProgressText == name);
        await host.Jobs.TryMoveAsync(job.Id, JobStatus.Succeeded);
        return await BeginNextAsync(host);
    }

    private static async Task<string> NameOfAsync(JobsHost host, string? id) => (await host.Jobs.FindAsync(id!))!.ProgressText;

    /// <summary>Stores jobs of an owner, later than those before them, named by owner and number.</summary>
    private static async Task AddAsync(JobsHost host, string owner, int count, string? task = null)
    {
        var after = await host.Jobs.CountAsync(null);
        for (var i = 0; i < count; i++)
        {
            var job = Some.Job("");
            Assert.True(await host.Jobs.TryCreateAsync(
                job with { Owner = owner, Task = task ?? job.Task, Submitted = job.Submitted.AddSeconds(after + i), ProgressText = $"{owner}{i}" }, []));
        }
    }

    private async Task<JobsHost> StartAsync(bool isPostgreSql) =>
        await JobsHost.StartAsync(isPostgreSql ? await server.CreateDatabaseAsync() : "", interceptor: _commands);
}
