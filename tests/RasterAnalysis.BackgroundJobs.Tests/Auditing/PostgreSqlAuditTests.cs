using RasterAnalysis.BackgroundJobs.Tests.Storage;

namespace RasterAnalysis.BackgroundJobs.Tests.Auditing;

public sealed class PostgreSqlAuditTests(OwnPostgreSql server) : AuditTests, IClassFixture<OwnPostgreSql>
{
    protected override Task<string> ConnectionStringAsync() => server.CreateDatabaseAsync();
}
