using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of messages; the sequence counts from 0 within a job.</summary>
internal sealed class JobMessageEntity
{
    public required string JobId { get; set; }

    public int Sequence { get; set; }

    public JobMessageType Type { get; set; }

    public required string Text { get; set; }

    public DateTimeOffset Time { get; set; }
}
