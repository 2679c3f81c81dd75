namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>A row of the table in which the same refusal is counted again.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RepeatedRow
{
    /// <summary>Ends once the row is stored: with its id, or with null where it could not be.</summary>
    public TaskCompletionSource<long?> Added { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
