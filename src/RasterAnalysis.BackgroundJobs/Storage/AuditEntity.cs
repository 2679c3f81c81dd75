namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of what was done.</summary>
internal sealed class AuditEntity
{
    public long Id { get; set; }

    public DateTimeOffset Time { get; set; }

    public required string User { get; set; }

    public required string Action { get; set; }

    public string Target { get; set; } = "";

    public string Address { get; set; } = "";

    public string Outcome { get; set; } = "";
}
