namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlStoreTests(PostgreSqlServer server) : StoreTests, IClassFixture<PostgreSqlServer>
{
    protected override Task<string> ConnectionStringAsync() => server.CreateDatabaseAsync();
}
