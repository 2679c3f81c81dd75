namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// A row of the table of service names: who has a name. An unfinished job holds its result's name, and hands it to the item in the step that
/// publishes it, so that nobody can take it in between.
/// </summary>
internal sealed class ServiceNameEntity
{
    /// <summary>The name by <see cref="NameKey"/>.</summary>
    public required string Name { get; set; }

    /// <summary>Id of the item or of the job.</summary>
    public required string HolderId { get; set; }
}
