using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

/// <summary>What is asked often is asked at once, and limits hold however many come at the same time.</summary>
public sealed class QueryTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private readonly CommandCounter _commands = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_free_name_is_found_by_one_query(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        var catalog = host.Get<ICatalogStore>();
        var longest = new string('ä', ServiceNames.MaxLength);
        foreach (var name in (string[])["Pier", "PIER_1", "pier_2", "pier_4", "PierX", "P_er_3", longest, longest[..^2] + "_1"])
        {
            Assert.True(await catalog.TryAddAsync(Some.Item(name)));
        }

        var found = "";
        var asked = await _commands.DuringAsync(async () => found = await ServiceNames.FindFreeAsync(catalog, "Pier", CancellationToken.None));

        Assert.Equal("Pier_3", found);
        Assert.Single(asked);
        Assert.Equal(longest[..^2] + "_2", await ServiceNames.FindFreeAsync(catalog, longest, CancellationToken.None));
        Assert.Equal("P_e", await ServiceNames.FindFreeAsync(catalog, "P_e", CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unfinished_jobs_are_counted_by_one_query(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        AnalysisJob[] jobs = [Some.Job(), Some.Job(), Some.Job(), Some.Job("") with { Task = ModelTaskNames.QueryInfo }];
        foreach (var job in jobs)
        {
            await host.Jobs.TryCreateAsync(job, []);
        }

        await host.Jobs.TryMoveAsync(jobs[0].Id, JobStatus.Executing);
        await host.Jobs.TryMoveAsync(jobs[1].Id, JobStatus.Cancelled);
        IReadOnlyList<UnfinishedCount> counts = [];
        var asked = await _commands.DuringAsync(async () => counts = await host.Jobs.CountUnfinishedAsync());

        Assert.Equal(
            [new(jobs[0].Task, JobStatus.Submitted, 1), new(jobs[0].Task, JobStatus.Executing, 1), new(ModelTaskNames.QueryInfo, JobStatus.Submitted, 1)],
            counts.OrderBy(row => row.Task, StringComparer.Ordinal).ThenBy(row => row.Status));
        Assert.Single(asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_of_many_jobs_are_read_by_one_query(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        AnalysisJob[] jobs = [.. Enumerable.Range(0, 30).Select(_ => Some.Job())];
        foreach (var job in jobs)
        {
            await host.Jobs.TryCreateAsync(
                job, [new JobMessage(JobMessageType.Informative, job.Id, DateTimeOffset.UnixEpoch), new JobMessage(JobMessageType.Warning, "second", DateTimeOffset.UnixEpoch)]);
        }

        ILookup<string, JobMessage> messages = null!;
        var asked = await _commands.DuringAsync(async () => messages = await host.Jobs.MessagesAsync([.. jobs[1..].Select(job => job.Id)]));

        Assert.All(jobs[1..], job => Assert.Equal([job.Id, "second"], messages[job.Id].Select(message => message.Text)));
        Assert.Empty(messages[jobs[0].Id]);
        Assert.Single(asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_limit_of_unfinished_jobs_is_exact_however_many_are_submitted_at_once(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        await host.Jobs.TryCreateAsync(Some.Job(), []);
        await host.Jobs.TryCreateAsync(Some.Job("") with { Task = ModelTaskNames.List }, []);
        var limit = new UnfinishedLimit(7);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TakesAsync(host, Some.Job(), limit))));
        var aboutModels = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(
            () => TakesAsync(host, Some.Job("") with { Task = ModelTaskNames.QueryInfo }, new UnfinishedLimit(4, "jobs about models", ModelTaskNames.All)))));

        Assert.Equal((5, 3), (taken.Count(isTaken => isTaken), aboutModels.Count(isTaken => isTaken)));
        Assert.Equal(10, (await host.Jobs.ListUnfinishedAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_limit_of_one_owner_is_exact_and_leaves_others_alone(bool isPostgreSql)
    {
        await using var host = await StartAsync(isPostgreSql);
        var limit = new UnfinishedLimit(100, MostOfOwner: 3);
        await host.Jobs.TryMoveAsync((await AddAsync(host, "ann")).Id, JobStatus.Cancelled);

        var taken = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => TakesAsync(host, Some.Job() with { Owner = i % 2 == 0 ? "ann" : "ben" }, limit))));

        Assert.Equal(6, taken.Count(isTaken => isTaken));
        Assert.Equal([3, 3], (await host.Jobs.ListUnfinishedAsync()).CountBy(job => job.Owner).Select(row => row.Value));
    }

    private static async Task<AnalysisJob> AddAsync(JobsHost host, string owner)
    {
        var job = Some.Job() with { Owner = owner };
        await host.Jobs.TryCreateAsync(job, []);
        return job;
    }

    private static async Task<bool> TakesAsync(JobsHost host, AnalysisJob job, UnfinishedLimit limit)
    {
        try
        {
            return await host.Jobs.TryCreateAsync(job, [], limit);
        }
        catch (QuotaException exception)
        {
            Assert.Contains($"{limit.MostOfOwner} {limit.Name} of {job.Owner} are waiting or running", exception.Message, StringComparison.Ordinal);
            return false;
        }
        catch (InvalidRequestException exception)
        {
            Assert.Contains($"{limit.Most} {limit.Name} are waiting or running", exception.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private async Task<JobsHost> StartAsync(bool isPostgreSql) =>
        await JobsHost.StartAsync(isPostgreSql ? await server.CreateDatabaseAsync() : "", interceptor: _commands);
}
