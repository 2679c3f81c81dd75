namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of when something was done: an upgrade of the rows of earlier versions, the last look whether the database can be written.</summary>
internal sealed class MarkEntity
{
    public required string Name { get; set; }

    public DateTimeOffset Time { get; set; }
}
