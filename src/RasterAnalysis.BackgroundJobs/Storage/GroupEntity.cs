namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of groups, with whom items are shared.</summary>
internal sealed class GroupEntity
{
    public required string Id { get; set; }

    public required string Title { get; set; }

    /// <summary>Title by <see cref="NameKey"/>.</summary>
    public required string TitleKey { get; set; }

    public required string Owner { get; set; }

    public DateTimeOffset Created { get; set; }
}
