namespace RasterAnalysis.BackgroundJobs.Tests.Running;

public sealed class SqliteSectionTakeoverTests : SectionTakeoverTests
{
    protected override Task<string> ConnectionStringAsync() => Task.FromResult("");
}
