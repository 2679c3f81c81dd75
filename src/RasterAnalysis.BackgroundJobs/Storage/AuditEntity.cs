namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of who did what.</summary>
internal sealed class AuditEntity
{
    /// <summary>Counted by the database; a later row has a higher one.</summary>
    public long Id { get; set; }

    public DateTimeOffset Time { get; set; }

    /// <summary>Name of the user; empty for nobody.</summary>
    public required string User { get; set; }

    /// <summary>The name as names are compared (<see cref="NameKey"/>).</summary>
    public required string UserKey { get; set; }

    public required string Action { get; set; }

    public required string Kind { get; set; }

    public required string Target { get; set; }

    public required string TargetName { get; set; }

    public required string Address { get; set; }

    public required string Means { get; set; }

    public required string Outcome { get; set; }

    public required string Detail { get; set; }

    /// <summary>How often the same was refused within a minute.</summary>
    public int Times { get; set; }
}
