using RasterAnalysis.BackgroundJobs.Tests.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

public sealed class PostgreSqlSectionTakeoverTests(OwnPostgreSql server) : SectionTakeoverTests, IClassFixture<OwnPostgreSql>
{
    protected override Task<string> ConnectionStringAsync() => server.CreateDatabaseAsync();
}
