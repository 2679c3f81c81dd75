using Microsoft.EntityFrameworkCore;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class SqliteStoreTests : StoreTests
{
    [Fact]
    public async Task Connections_ask_again_after_milliseconds_where_another_one_writes()
    {
        await using var host = await JobsHost.StartAsync("");
        await using var usual = await host.Get<IDbContextFactory<RasterAnalysisDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await using var quick = host.Get<QuickContexts>().Create();

        // by itself Microsoft.Data.Sqlite sleeps 150 ms between its tries, and SQLite none at all: 0
        Assert.Equal((5000, 5000), (await WaitAsync(usual), await WaitAsync(quick)));

        static async Task<long> WaitAsync(RasterAnalysisDbContext context) =>
            Assert.Single(await context.Database.ReadAsync("PRAGMA busy_timeout", row => row.GetInt64(0), TestContext.Current.CancellationToken));
    }

    protected override Task<string> ConnectionStringAsync() => Task.FromResult("");
}
