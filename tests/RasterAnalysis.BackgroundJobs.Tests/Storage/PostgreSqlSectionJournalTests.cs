namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlSectionJournalTests(PostgreSqlServer server) : SectionJournalTests, IClassFixture<PostgreSqlServer>
{
    protected override Task<string> ConnectionStringAsync() => server.CreateDatabaseAsync();
}
