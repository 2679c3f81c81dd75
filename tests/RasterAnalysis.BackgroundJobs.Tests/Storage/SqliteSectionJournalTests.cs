namespace RasterAnalysis.BackgroundJobs.Tests.Storage;

public sealed class SqliteSectionJournalTests : SectionJournalTests
{
    protected override Task<string> ConnectionStringAsync() => Task.FromResult("");
}
