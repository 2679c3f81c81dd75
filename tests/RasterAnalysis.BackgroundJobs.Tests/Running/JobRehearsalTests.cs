using Microsoft.Extensions.Hosting;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.BackgroundJobs.Tests.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>What a service asks its database ahead of the first job.</summary>
public sealed class JobRehearsalTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private readonly CommandCounter _commands = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task It_asks_of_a_job_that_is_not_there_and_leaves_those_that_are_as_they_were(bool isPostgreSql, bool isBusy)
    {
        await using var host = await JobsHost.StartAsync(isPostgreSql ? await server.CreateDatabaseAsync() : "", interceptor: _commands);
        var (waiting, running, item) = (Some.Job(), Some.Job(), Some.Item("Harbour"));
        foreach (var job in (AnalysisJob[])[waiting, running])
        {
            Assert.True(await host.Jobs.TryCreateAsync(job, [new JobMessage(JobMessageType.Informative, "Submitted.", job.Submitted)]));
        }

        Assert.True(await host.Jobs.TryBeginAsync(running.Id, "run", TimeSpan.FromMinutes(1)));
        await host.Journal.SetAsync(running.Id, Some.Sections(2), null);
        Assert.True(await host.Get<ICatalogStore>().TryAddAsync(item));
        if (!isBusy)
        {
            Assert.True(await host.Jobs.TryMoveAsync(waiting.Id, JobStatus.Cancelled));
            Assert.True(await host.Jobs.TryMoveAsync(running.Id, JobStatus.Failed));
        }

        var before = await StateAsync();

        var asked = await _commands.DuringAsync(() => RehearsalOf(host).RehearseAsync(CancellationToken.None));

        Assert.Equal(before, await StateAsync());
        Assert.Contains(asked, command => command.Contains("\"Items\"", StringComparison.Ordinal));

        // a job that is there asks for its messages itself
        Assert.Equal(!isBusy, asked.Any(command => command.Contains("\"JobMessages\"", StringComparison.Ordinal)));

        async Task<string> StateAsync() => string.Join(
            '\n',
            [
                .. await host.Jobs.ListAsync(0, 10), .. await host.Jobs.MessagesAsync(waiting.Id), .. await host.Jobs.MessagesAsync(running.Id), .. await host.Jobs.MessagesAsync(""),
                .. await host.Journal.ListAsync(running.Id), .. await host.Journal.ListAsync(""),
                .. await host.Get<ICatalogStore>().TakenNamesAsync(""), .. (await host.Get<ICatalogStore>().ListAsync(null, 0, 10)).Select(found => found.Id),
            ]);
    }

    [Fact]
    public async Task It_does_not_ask_where_the_settings_leave_rehearsals_out()
    {
        await using var host = await JobsHost.StartAsync(change: options => options with { Worker = options.Worker with { Rehearses = false } }, interceptor: _commands);
        var rehearsal = RehearsalOf(host);

        var asked = await _commands.DuringAsync(async () =>
        {
            await rehearsal.StartAsync(CancellationToken.None);
            await rehearsal.ExecuteTask!;
        });

        Assert.Empty(asked);
    }

    private static JobRehearsal RehearsalOf(JobsHost host) => host.Get<IEnumerable<IHostedService>>().OfType<JobRehearsal>().Single();
}
