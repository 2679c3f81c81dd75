namespace RasterAnalysis.BackgroundJobs.Tests.Auditing;

public sealed class SqliteAuditTests : AuditTests
{
    protected override Task<string> ConnectionStringAsync() => Task.FromResult("");
}
