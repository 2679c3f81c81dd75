namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the journal of sections.</summary>
internal sealed class JobSectionEntity
{
    public required string JobId { get; set; }

    public int Number { get; set; }

    public SectionState State { get; set; }

    public int Tries { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public string Counts { get; set; } = "[]";

    public long InvalidScores { get; set; }

    public string? Hash { get; set; }
}
