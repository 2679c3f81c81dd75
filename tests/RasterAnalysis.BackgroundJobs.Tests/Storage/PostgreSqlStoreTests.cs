namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class PostgreSqlStoreTests(OwnPostgreSql server) : StoreTests, IClassFixture<OwnPostgreSql>
{
    protected override Task<string> ConnectionStringAsync() => server.CreateDatabaseAsync();
}
