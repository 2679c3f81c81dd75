namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class SqliteContentStoreTests : ContentStoreTests
{
    protected override Task<string> ConnectionStringAsync() => Task.FromResult("");
}
