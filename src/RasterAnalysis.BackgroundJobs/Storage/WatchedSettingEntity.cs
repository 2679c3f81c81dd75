namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of settings as they were at the last start; of secrets only that they were set.</summary>
internal sealed class WatchedSettingEntity
{
    public required string Name { get; set; }

    public required string Value { get; set; }
}
