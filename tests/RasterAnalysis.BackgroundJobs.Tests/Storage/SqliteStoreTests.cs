namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class SqliteStoreTests : StoreTests
{
    protected override Task<string> ConnectionStringAsync() => Task.FromResult("");
}
