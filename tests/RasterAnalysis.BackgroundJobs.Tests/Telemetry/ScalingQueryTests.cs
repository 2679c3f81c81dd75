using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Tests.Storage;
using RasterAnalysis.Jobs;
using RasterAnalysis.Testing.Telemetry;

namespace RasterAnalysis.BackgroundJobs.Tests.Telemetry;

/// <summary>The query of the documentation's <c>ScaledObject</c>, against PostgreSQL.</summary>
public sealed class ScalingQueryTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    [Fact]
    public async Task The_query_counts_what_waits_and_runs_and_nothing_that_ended()
    {
        await using var host = await JobsHost.StartAsync(await server.CreateDatabaseAsync());
        Assert.Equal(0, await CountAsync(host));
        foreach (var status in Enum.GetValues<JobStatus>())
        {
            await AddAsync(host, status);
        }

        await AddAsync(host, JobStatus.Waiting);
        await AddAsync(host, JobStatus.Executing);

        Assert.Equal(Enum.GetValues<JobStatus>().Count(status => !status.IsFinal()) + 2, await CountAsync(host));
    }

    [Fact]
    public void The_scaled_object_asks_the_documented_query() => Assert.Equal(MonitoringPage.ScalingQuery, MonitoringPage.ScaledObjectQuery);

    private static async Task<long> CountAsync(JobsHost host)
    {
        await using var context = await host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        command.CommandText = MonitoringPage.ScalingQuery;
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task AddAsync(JobsHost host, JobStatus status)
    {
        // each by the way that a job takes to it
        JobStatus[] way = status switch
        {
            JobStatus.Submitted => [],
            JobStatus.Waiting => [JobStatus.Waiting],
            JobStatus.Executing => [JobStatus.Executing],
            JobStatus.Cancelled => [JobStatus.Cancelled],
            _ => [JobStatus.Executing, status],
        };
        var job = Some.Job();
        Assert.True(await host.Jobs.TryCreateAsync(job, [], cancellationToken: TestContext.Current.CancellationToken));
        foreach (var next in way)
        {
            Assert.True(await host.Jobs.TryMoveAsync(job.Id, next, cancellationToken: TestContext.Current.CancellationToken), $"{status} by {next}");
        }
    }
}
