namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlSectionJournalTests(OwnPostgreSql server) : SectionJournalTests, IClassFixture<OwnPostgreSql>
{
    protected override Task<string> ConnectionStringAsync() => server.CreateDatabaseAsync();
}
